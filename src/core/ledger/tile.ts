/** Hashes in a full tile, entries in a full bundle (C2SP tlog-tiles: "Full tiles MUST be exactly 256 hashes wide"). */
export const TILE_WIDTH = 256;

/** One of the files that a tiled log publishes. `width` is 256, or less for a partial one. */
export type TileAddress =
  | { readonly kind: 'hashes'; readonly level: number; readonly index: number; readonly width: number }
  | { readonly kind: 'entries'; readonly index: number; readonly width: number };

/** "`<L>` is the “level” of the tile, and MUST be a decimal ASCII integer between 0 and 63" */
const LEVEL_MAX = 63;
/** All entries of a bundle have an exact index. */
const INDEX_MAX = Math.floor(Number.MAX_SAFE_INTEGER / TILE_WIDTH) - 1;

const PATH = /^tile\/(entries|0|[1-9]\d?)\/(\d{3}|x(?!000)\d{3}\/(?:x\d{3}\/){0,3}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** `tile/0/x001/234.p/5`, `tile/entries/000`. Throws a RangeError if no log has such a tile. */
export const tilePath = (address: TileAddress): string => {
  if (!isPossible(address)) throw new RangeError('no log has such a tile');
  const { kind, index, width } = address;
  const name = kind === 'entries' ? kind : String(address.level);
  return `tile/${name}/${indexPath(index)}${width < TILE_WIDTH ? `.p/${width}` : ''}`;
};

/** The address that has this path; undefined for a text that `tilePath` never gives. */
export const parseTilePath = (path: string): TileAddress | undefined => {
  const [, name, groups = '', partial] = PATH.exec(path) ?? [];
  if (name === undefined || partial === String(TILE_WIDTH)) return undefined;
  const place = { index: Number(groups.replaceAll(/[x/]/g, '')), width: partial === undefined ? TILE_WIDTH : Number(partial) };
  const address: TileAddress =
    name === 'entries' ? { kind: 'entries', ...place } : { kind: 'hashes', level: Number(name), ...place };
  return isPossible(address) ? address : undefined;
};

/**
 * All tiles and bundles of a tree of `size` leaves. Each comes behind those that it is made of: a bundle, the tile of its
 * hashes, and the tiles above that this one fills; what stays partial above the leaves comes last.
 */
export function* tilesOf(size: number): Generator<TileAddress, void, undefined> {
  for (let index = 0; index * TILE_WIDTH < size; index += 1) {
    const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
    yield { kind: 'entries', index, width };
    yield { kind: 'hashes', level: 0, index, width };
    if (width === TILE_WIDTH) yield* filledBy(index);
  }
  for (let level = 1, count = Math.floor(size / TILE_WIDTH); count > 0; level += 1, count = Math.floor(count / TILE_WIDTH)) {
    const width = count % TILE_WIDTH;
    if (width > 0) yield { kind: 'hashes', level, index: Math.floor(count / TILE_WIDTH), width };
  }
}

/** The full tiles that the last hash of a full tile below fills, from level 1 up. */
function* filledBy(lowest: number): Generator<TileAddress, void, undefined> {
  let below = lowest;
  for (let level = 1; (below + 1) % TILE_WIDTH === 0; level += 1) {
    below = Math.floor(below / TILE_WIDTH);
    yield { kind: 'hashes', level, index: below, width: TILE_WIDTH };
  }
}

/** "encoded into zero-padded 3-digit path elements. All but the last path element MUST begin with an `x`" */
const indexPath = (index: number): string => {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  return groups.map((group, place) => (place < groups.length - 1 ? `x${group}` : group)).join('/');
};

const isPossible = (address: TileAddress): boolean =>
  isWithin(address.index, 0, INDEX_MAX) &&
  isWithin(address.width, 1, TILE_WIDTH) &&
  (address.kind === 'entries' || isWithin(address.level, 0, LEVEL_MAX));

const isWithin = (value: number, min: number, max: number): boolean =>
  Number.isSafeInteger(value) && value >= min && value <= max;
