import type { WantedEntry } from './fate.js';

/** A live entry of one object in one participant's feeds. */
export interface LiveRow {
  readonly collection: number;
  readonly pos: number;
  readonly version: number;
  readonly first: boolean;
  readonly last: boolean;
}

export interface Transitions {
  readonly bury: readonly LiveRow[];
  readonly append: readonly WantedEntry[];
  readonly mark: readonly LiveRow[];
}

/**
 * What `seal` does to one participant's feeds for one object, from what is live to what is wanted.
 *
 * Newly visible: appended. No longer wanted: it dies. A version that became last (or first) again is appended anew, since a
 * client that pages by date_added under that filter has passed its old place (law MISS). Ceasing to be last or first only
 * moves a flag: nothing is appended where no bytes changed.
 */
export const transitionsOf = (live: readonly LiveRow[], wanted: readonly WantedEntry[]): Transitions => {
  const key = (entry: { collection: number; version: number }) => `${entry.collection}/${entry.version}`;
  const before = new Map(live.map((row) => [key(row), row]));
  const after = new Set(wanted.map(key));
  const bury: LiveRow[] = live.filter((row) => !after.has(key(row)));
  const append: WantedEntry[] = [];
  const mark: LiveRow[] = [];
  for (const entry of wanted) {
    const row = before.get(key(entry));
    if (!row) {
      append.push(entry);
    } else if ((entry.last && !row.last) || (entry.first && !row.first)) {
      bury.push(row);
      append.push(entry);
    } else if (entry.last !== row.last || entry.first !== row.first) {
      mark.push({ ...row, first: entry.first, last: entry.last });
    }
  }
  return { bury, append, mark };
};
