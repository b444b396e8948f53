import { appendLeaves, EMPTY_FRONTIER, type Frontier, rootOf } from '../../core/ledger/frontier.js';
import { TILE_WIDTH, type TileAddress } from '../../core/ledger/tile.js';
import { HASH_LENGTH, type TreeHash } from '../../core/ledger/tree-hash.js';

type HashTile = Extract<TileAddress, { readonly kind: 'hashes' }>;

/**
 * A tree grown anew from its entries, to compare a published one with. Of each level it keeps only the newest tile, and the
 * root that the tree had at one size.
 */
export class RebuiltTree {
  #frontier: Frontier = EMPTY_FRONTIER;
  readonly #newest: Uint8Array[] = [];
  #earlierRoot: Uint8Array | undefined;

  constructor(
    readonly hash: TreeHash,
    readonly earlierSize: number,
  ) {
    if (earlierSize === 0) this.#earlierRoot = hash.empty;
  }

  get size(): number {
    return this.#frontier.size;
  }

  root(): Uint8Array {
    return rootOf(this.hash, this.#frontier);
  }

  /** The root at the earlier size; undefined as long as the tree has not come there. */
  earlierRoot(): Uint8Array | undefined {
    return this.#earlierRoot;
  }

  /** Appends entries; a tile of each level must have been compared before the next one there begins. */
  grow(entries: readonly Uint8Array[]): void {
    const leafHashes = entries.map((entry) => this.hash.leaf(entry));
    for (const [place, leafHash] of leafHashes.entries()) this.#keep(0, this.size + place, leafHash);
    const upToEarlier = this.earlierSize - this.size;
    if (upToEarlier <= 0 || upToEarlier > leafHashes.length) {
      this.#append(leafHashes);
      return;
    }
    this.#append(leafHashes.slice(0, upToEarlier));
    this.#earlierRoot = this.root();
    this.#append(leafHashes.slice(upToEarlier));
  }

  /** The bytes that this tile must have. */
  tile({ level, width }: HashTile): Uint8Array {
    return this.#tileOf(level).subarray(0, width * HASH_LENGTH);
  }

  #append(leafHashes: readonly Uint8Array[]): void {
    const { frontier, nodes } = appendLeaves(this.hash, this.#frontier, leafHashes);
    this.#frontier = frontier;
    for (const { level, index, hash } of nodes) this.#keep(level, index, hash);
  }

  #keep(level: number, index: number, hash: Uint8Array): void {
    this.#tileOf(level).set(hash, (index % TILE_WIDTH) * HASH_LENGTH);
  }

  #tileOf(level: number): Uint8Array {
    this.#newest[level] ??= new Uint8Array(TILE_WIDTH * HASH_LENGTH);
    return this.#newest[level];
  }
}
