/** A TAXII collection. `num` is the store's own number; `id` (UUID version 4) is what partners see. */
export interface Collection {
  readonly num: number;
  readonly id: string;
  readonly alias: string;
  readonly title: string;
  readonly description: string | undefined;
  readonly track: string;
  readonly references: 'open' | 'closed';
  /** Participants (slugs) that may write. */
  readonly writableBy: readonly string[];
  /** Defaults for objects that carry no label of that key (`docs/reference/labels.md`). */
  readonly labels: GivenLabels;
}

/** Labels as an operator writes them, `--label K=V`, by key; values sorted, without repetition. */
export type GivenLabels = Readonly<Record<string, readonly string[]>>;
