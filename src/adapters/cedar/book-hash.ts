import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { BookFiles } from '../../exchange/ports/books.js';

/** SHA-256 (hex) over the sorted names with their texts, as a JSON list of pairs: no two books have one encoding. */
export const hashOf = (files: BookFiles): string => {
  const names = Object.keys(files).sort();
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(names.map((name) => [name, files[name]])))));
};
