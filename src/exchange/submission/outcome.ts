import { formatInstant, NO_VERSION_INSTANT, parseTimestamp } from '../../core/stix/format/timestamp.js';
import type { StixObject } from '../../core/stix/stix-object.js';

/** One object of a submission: its id, its version as TAXII writes it, and what was wrong with it. */
export interface ItemOutcome {
  readonly id: string;
  readonly version: string;
  readonly message?: string;
}

/**
 * What became of the objects of a submission. It follows from what was sent and from who sent it, never from what the store
 * holds: else sending would be a way to ask for what is withheld. What is not taken up as it is counts as a success too.
 */
export interface Outcome {
  readonly successes: readonly ItemOutcome[];
  readonly failures: readonly ItemOutcome[];
  /** Objects that were not judged yet. */
  readonly waiting: number;
}

/** A submission as its sender may see it. */
export interface SubmissionStatus extends Outcome {
  readonly id: string;
  /** ms */
  readonly at: number;
  readonly complete: boolean;
}

export const successOf = ({ id, modified, created, type }: StixObject): ItemOutcome => {
  const text = type === 'marking-definition' ? created : (modified ?? created);
  const instant = text === undefined ? undefined : parseTimestamp(text);
  return { id, version: versionText(instant ?? null) };
};

export const versionText = (instant: string | null): string => formatInstant(instant ?? NO_VERSION_INSTANT, 6);
