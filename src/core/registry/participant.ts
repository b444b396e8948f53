import type { Tier } from './tier.js';

/** A partner of the host. `num` is the store's own number and never leaves the node. */
export interface Participant {
  readonly num: number;
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly groups: readonly string[];
  /** Clearance names as `clearanceOf` writes them: `tlp:amber`, `pap:red`, or a marking-definition id. */
  readonly clearances: readonly string[];
  /** STIX identities it may create objects as. */
  readonly identities: readonly string[];
  /** By track; a track that is absent is `closed`. */
  readonly tiers: Readonly<Record<string, Tier>>;
  readonly suspended: boolean;
}

/** A partner that is asking: what a request has to know of it. */
export type Caller = Pick<Participant, 'num' | 'id' | 'slug' | 'name'> & {
  /** Id of the token it showed; absent: the host looks with its eyes. */
  readonly token?: string;
};
