import { isRecord } from '../stix/json/json-value.js';

/** How far a pull has come in a collection of another server: what its next request says. */
export interface PullPosition {
  /** Of the drain under way, RFC 3339 UTC with six digits of fraction; null: from the beginning. */
  readonly added_after: string | null;
  /** Where a drain that was interrupted goes on; null: by `added_after` alone. */
  readonly next: string | null;
  /** Objects asked for in one page. TAXII 3.5 wants `next` sent with the query that it was given for, and this is part of it. */
  readonly limit: number;
  /** The latest date added that this drain has met: where the next one begins, once this one is through. */
  readonly reached: string | null;
}

/** A position that was written as JSON; undefined if it is none. */
export const parsePullPosition = (value: unknown): PullPosition | undefined => {
  if (!isRecord(value)) return undefined;
  const { added_after, next, limit, reached } = value;
  if (!isTextOrNull(added_after) || !isTextOrNull(next) || !isTextOrNull(reached)) return undefined;
  if (typeof limit !== 'number' || !Number.isSafeInteger(limit) || limit < 1) return undefined;
  return { added_after, next, limit, reached };
};

const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string';
