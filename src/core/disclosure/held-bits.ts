/** Entries whose bits stand together. */
export const BLOCK_ENTRIES = 4096;
const BLOCK_BYTES = BLOCK_ENTRIES / 8;

/** The block of a position. */
export const blockOf = (pos: number): number => Math.floor(pos / BLOCK_ENTRIES);

export const NO_BITS: Uint8Array = new Uint8Array(BLOCK_BYTES);

const bitOf = (pos: number): readonly [byte: number, bit: number] => [(pos % BLOCK_ENTRIES) >> 3, 1 << (pos & 7)];

/** Whether the bit of a position is set in the bits of its block. */
export const hasBit = (bits: Uint8Array, pos: number): boolean => {
  const [byte, bit] = bitOf(pos);
  return ((bits[byte] ?? 0) & bit) !== 0;
};

/** The bits with those of these positions set as well: nothing is ever cleared. */
export const withBits = (bits: Uint8Array, positions: readonly number[]): Uint8Array => {
  const more = Uint8Array.from(bits);
  for (const pos of positions) {
    const [byte, bit] = bitOf(pos);
    more[byte] = (more[byte] ?? 0) | bit;
  }
  return more;
};
