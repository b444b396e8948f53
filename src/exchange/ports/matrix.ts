import type { Decision } from '../../core/release/decision.js';
import type { Labels } from '../../core/release/labels.js';
import type { Profile } from '../../core/release/profile.js';

export interface ReleaseClass {
  readonly num: number;
  readonly digest: string;
  readonly labels: Labels;
}

export interface InternedProfile {
  readonly num: number;
  readonly digest: string;
  readonly profile: Profile;
}

/** A decision's place: by content, so it holds for ever and nothing ever invalidates it. */
export interface CellKey {
  /** Hash of the rule book. */
  readonly book: string;
  readonly class: number;
  readonly profile: number;
  /** Whether the reader is the object's originator. */
  readonly own: boolean;
}

/** Classes and profiles are few (core/limits): whole tables may be read. */
export interface MatrixReader {
  classes(): Promise<readonly ReleaseClass[]>;
  profiles(): Promise<readonly InternedProfile[]>;
  /** All cells of one book for one profile. */
  cells(book: string, profile: number): Promise<readonly (CellKey & { readonly decision: Decision })[]>;
}

export interface MatrixSealer extends MatrixReader {
  /** The number of the class with this digest, made if new. */
  internClass(digest: string, labels: Labels): Promise<number>;
  /** The number of the profile with this digest, made if new. */
  internProfile(digest: string, profile: Profile): Promise<number>;
  /** Keeps decisions; one that is there already stays as it is. */
  addCells(cells: readonly (CellKey & { readonly decision: Decision })[]): Promise<void>;
}
