/** An object that came and could not join what is stored under its id: another content of a version, another creator's. */
export interface Quarantined {
  /** ms */
  readonly at: number;
  readonly id: string;
  /** Number of the collection it was to stand in. */
  readonly collection: number;
  /** Number of the participant that was named as its originator; null: nobody, or the host. */
  readonly originator: number | null;
  /** Code and words of the refusal. */
  readonly code: string;
  readonly message: string;
  /** SHA-256 of the text, in hexadecimal: one text of one originator is kept once in a collection. */
  readonly digest: string;
  readonly bytes: number;
}

export type Numbered = Quarantined & { readonly num: number };

export interface QuarantineReader {
  /** In the order in which they came, behind a number. */
  list(after: number, limit: number): Promise<readonly Numbered[]>;
  /** With its text, exactly as it came. */
  find(num: number): Promise<(Numbered & { readonly body: string }) | undefined>;
  /** How many of one originator stand in it. */
  count(originator: number | null): Promise<number>;
}

export interface QuarantineSealer extends QuarantineReader {
  /** What is there already is left as it is. */
  add(items: readonly (Quarantined & { readonly body: string })[]): Promise<void>;
  /** For good; a number that is not there is let be. */
  drop(num: number): Promise<void>;
  /** Those of one originator under an id in a collection, for good. Gives how many there were. */
  dropOf(originator: number, collection: number, id: string): Promise<number>;
}
