import type { ErrorCode, ErrorDetails } from '../errors.js';

/** What is known of an object when a version of it arrives. Instants are sortable (core/stix/timestamp). */
export interface Lineage {
  readonly createdBy: string | null;
  readonly originator: number | null;
  readonly created: string | null;
  readonly versions: readonly { readonly instant: string; readonly revoked: boolean }[];
}

export interface Arrival {
  readonly id: string;
  readonly createdBy: string | null;
  readonly originator: number | null;
  readonly created: string | null;
  readonly instant: string;
  readonly revoked: boolean;
}

/**
 * Whether a version may join its object's line; undefined: it may. STIX 2.1, 3.6: "only the object creator is permitted to
 * create new versions", and of revocation: "No new versions of an object are permitted after an object has been revoked."
 * Whether the very version is there already is the caller's question.
 */
export const refusalOf = (line: Lineage, arrival: Arrival): { code: ErrorCode; details: ErrorDetails } | undefined => {
  const { id } = arrival;
  if (line.createdBy !== arrival.createdBy) return { code: 'creator-conflict', details: { id } };
  if (line.originator !== arrival.originator) return { code: 'originator-conflict', details: { id } };
  if (line.created !== arrival.created) {
    return { code: 'created-conflict', details: { id, created: `${line.created}Z` } };
  }
  const end = line.versions.find(({ instant, revoked }) => revoked && instant < arrival.instant);
  if (end) return { code: 'revoked-final', details: { id, version: `${end.instant}Z` } };
  const later = line.versions.some(({ instant }) => instant > arrival.instant);
  if (arrival.revoked && later) return { code: 'revoked-final', details: { id, version: `${arrival.instant}Z` } };
  return undefined;
};
