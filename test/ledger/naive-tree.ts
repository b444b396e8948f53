import { createHash } from 'node:crypto';

const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

/** RFC 6962 2.1, 2.1.1 and 2.1.2 as they are written, to compare with. Roots of ranges are remembered, since tests ask for all. */
export class NaiveTree {
  readonly leafHashes: readonly Uint8Array[];
  readonly #roots = new Map<string, Uint8Array>();

  constructor(readonly entries: readonly Uint8Array[]) {
    this.leafHashes = entries.map((entry) => sha256(Uint8Array.of(0), entry));
  }

  /** MTH(D[from:to]) */
  root(from: number, to: number): Uint8Array {
    if (from === to) return sha256();
    if (to - from === 1) return this.leafHashes[from]!;
    const range = `${from}:${to}`;
    const middle = from + largestPowerBelow(to - from);
    const root = this.#roots.get(range) ?? sha256(Uint8Array.of(1), this.root(from, middle), this.root(middle, to));
    this.#roots.set(range, root);
    return root;
  }

  /** PATH(index, D[from:to]) */
  path(index: number, from: number, to: number): readonly Uint8Array[] {
    if (to - from === 1) return [];
    const middle = from + largestPowerBelow(to - from);
    return index < middle
      ? [...this.path(index, from, middle), this.root(middle, to)]
      : [...this.path(index, middle, to), this.root(from, middle)];
  }

  /** SUBPROOF(size, D[from:to], known), where `size` counts from 0; PROOF(m, D[n]) is `proof(m, 0, n, true)`. */
  proof(size: number, from: number, to: number, known: boolean): readonly Uint8Array[] {
    if (size === to) return known ? [] : [this.root(from, to)];
    const middle = from + largestPowerBelow(to - from);
    return size <= middle
      ? [...this.proof(size, from, middle, known), this.root(middle, to)]
      : [...this.proof(size, middle, to, false), this.root(from, middle)];
  }
}

const largestPowerBelow = (count: number): number => 2 ** Math.floor(Math.log2(count - 1));

/** Entries `0`, `1`, … as vectors/ledger has them. */
export const numberedEntries = (size: number): readonly Uint8Array[] =>
  Array.from({ length: size }, (_, index) => new Uint8Array(Buffer.from(String(index))));
