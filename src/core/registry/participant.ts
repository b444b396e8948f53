import type { ShownCertificate } from './certificate.js';
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
  /** What its client certificates are bound by: `sha256:…` or `subject:…`, as `parseBinding` writes them. */
  readonly certificates: readonly string[];
  /** By track; a track that is absent is `closed`. */
  readonly tiers: Readonly<Record<string, Tier>>;
  readonly suspended: boolean;
}

/** A partner that is asking: what a request has to know of it. */
export type Caller = Pick<Participant, 'num' | 'id' | 'slug' | 'name'> & {
  /** Id of the token it showed. With neither token nor certificate the host looks with its eyes. */
  readonly token?: string;
  /** What its connection showed, where it needed no token. */
  readonly certificate?: ShownCertificate;
};
