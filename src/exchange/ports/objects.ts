import type { GivenLabels } from '../../core/registry/collection.js';

/**
 * One STIX id, as one submitter has it: versions of a partner stand in a line of their own, and nobody else's versions join it. Who
 * owns a line is fixed by its first version, until all its versions are deleted.
 */
export interface StoredObject {
  readonly num: number;
  readonly id: string;
  readonly type: string;
  /** Number of the participant that first released it; null: the host. */
  readonly originator: number | null;
  readonly createdBy: string | null;
  /** `created` as a sortable instant; null where the type has none. */
  readonly created: string | null;
  /** Labels that operators gave it, on import or later. They hold for all its versions in all places. */
  readonly given: GivenLabels;
  /** Number of the participant that sent it; null: the host brought it, whoever released it first. */
  readonly submitter: number | null;
}

/**
 * One version of an object. `instant` is `modified` (else `created`, else a constant) in the sortable form of
 * core/stix/timestamp: exact to any number of digits, compared as text.
 */
export interface StoredVersion {
  readonly num: number;
  readonly object: number;
  readonly instant: string;
  readonly revoked: boolean;
  /** Length of the stored text in UTF-8 bytes. */
  readonly bytes: number;
}

/** A version in a collection, with the release class that followed from its labels there. */
export interface Membership {
  readonly version: number;
  readonly collection: number;
  readonly class: number;
}

/** A version is deleted when it is in no collection; its text stays, so that what was disclosed can be shown later. */
export interface ObjectReader {
  /** Of every submitter, by number. */
  byIds(ids: readonly string[]): Promise<readonly StoredObject[]>;
  byNums(objects: readonly number[]): Promise<readonly StoredObject[]>;
  /** These objects and all others of the same ids, by number. */
  siblings(objects: readonly number[]): Promise<readonly StoredObject[]>;
  /** All versions of these objects, deleted ones too, by (object, instant). */
  versionsOf(objects: readonly number[]): Promise<readonly StoredVersion[]>;
  /** All memberships of all versions of these objects, with the object's number. */
  membershipsOf(objects: readonly number[]): Promise<readonly (Membership & { readonly object: number })[]>;
  /** The exact text received, by version. */
  bodies(versions: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /**
   * Numbers of objects above `after`, ascending, at most `limit`, that have a membership in one of the classes or in one of
   * the collections; with neither given, all objects that have a membership.
   */
  touching(
    filter: { classes?: readonly number[]; collections?: readonly number[] },
    after: number,
    limit: number,
  ): Promise<readonly number[]>;
}

export interface ObjectSealer extends ObjectReader {
  /** Returns the numbers given, in order: ascending, above every earlier one. (id, submitter) must be new. */
  add(objects: readonly Omit<StoredObject, 'num'>[]): Promise<readonly number[]>;
  /** Replaces originator, creator, creation and given labels. */
  amend(objects: readonly StoredObject[]): Promise<void>;
  /** Returns the numbers given, in order: ascending. (object, instant) must be new. */
  addVersions(versions: readonly (Omit<StoredVersion, 'num'> & { readonly body: string })[]): Promise<readonly number[]>;
  /** Inserts or replaces by (version, collection). */
  setMemberships(memberships: readonly Membership[]): Promise<void>;
  /** Takes the versions out of one collection, or of every one. */
  dropMemberships(versions: readonly number[], collection?: number): Promise<void>;
}
