import { TILE_WIDTH } from './tile.js';

/** C2SP tlog-tiles: "Entry bundles are sequences of big-endian uint16 length-prefixed log entries." */
const PREFIX_LENGTH = 2;
const ENTRY_LENGTH_MAX = 0xffff;

/** Bytes of a bundle of so many entries that have one length. */
export const bundleLength = (entries: number, entry_length: number): number => entries * (PREFIX_LENGTH + entry_length);

/** Throws a RangeError for less than 1 or more than 256 entries, or one of more than 65,535 bytes. */
export const encodeBundle = (entries: readonly Uint8Array[]): Uint8Array => {
  if (entries.length < 1 || entries.length > TILE_WIDTH) throw new RangeError(`a bundle has 1 to ${TILE_WIDTH} entries`);
  if (entries.some(({ length }) => length > ENTRY_LENGTH_MAX))
    throw new RangeError(`an entry has up to ${ENTRY_LENGTH_MAX} bytes`);
  const bytes = new Uint8Array(entries.reduce((length, entry) => length + bundleLength(1, entry.length), 0));
  let at = 0;
  for (const entry of entries) {
    bytes[at] = entry.length >> 8;
    bytes[at + 1] = entry.length & 0xff;
    bytes.set(entry, at + PREFIX_LENGTH);
    at += PREFIX_LENGTH + entry.length;
  }
  return bytes;
};

/** The entries, as views of the bytes; undefined unless encoding them gives exactly these bytes. */
export const decodeBundle = (bytes: Uint8Array): readonly Uint8Array[] | undefined => {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const from = at + PREFIX_LENGTH;
    at = from + (((bytes[at] as number) << 8) | (bytes[at + 1] ?? 0));
    if (at > bytes.length || entries.length === TILE_WIDTH) return undefined;
    entries.push(bytes.subarray(from, at));
  }
  return entries.length === 0 ? undefined : entries;
};
