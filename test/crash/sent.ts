import { randomUUID } from 'node:crypto';
import type { Alias, Slug, Tlp } from './model.js';

/** A version as it was sent. */
export interface SentVersion {
  /** RFC 3339, ascending within its object. */
  readonly version: string;
  readonly text: string;
}

/** An object that a partner has sent. */
export interface SentThing {
  readonly id: string;
  readonly sender: Slug;
  readonly collection: Alias;
  /** What its text is marked with. */
  readonly tlp: Tlp;
  readonly versions: SentVersion[];
  withdrawn: boolean;
}

/** A post that is on record, and what its status must say from then on. */
export interface SentPost {
  readonly sender: Slug;
  /** Of its status resource. */
  readonly id: string;
  /** `id version`, and ids, in the order in which they were sent. */
  readonly successes: readonly string[];
  readonly failures: readonly string[];
}

/** What partners have sent, as far as it was acknowledged or is on record. */
export class Sent {
  readonly things: SentThing[] = [];
  readonly posts: SentPost[] = [];
  /** `id version` of what each sender has sent for the first time, in order. */
  readonly taken: Readonly<Record<Slug, string[]>> = { meridian: [], lantern: [], quay: [] };
  /** Ids that must stand in quarantine, once. */
  readonly apart: string[] = [];
  /** Posts that were not answered, those of them that are on record all the same, and large ones. */
  unanswered = 0;
  cut = 0;
  large = 0;
}

/** Third-agency rule: what the first has sent may go to the second; nothing else that a partner sends goes to another. */
export const CONSENT = { from: 'meridian', to: 'lantern' } as const;

const IDENTITIES: Readonly<Record<Slug, string>> = {
  meridian: `identity--${randomUUID()}`,
  lantern: `identity--${randomUUID()}`,
  quay: `identity--${randomUUID()}`,
};

export const identityOf = (slug: Slug): string => IDENTITIES[slug];
