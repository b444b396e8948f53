/** For what is public, as hashes of a tree are: it takes longer the later the bytes differ. */
export const equalBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);
