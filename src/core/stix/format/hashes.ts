import type { Report } from '../check/finding.js';
import { below, isRecord, kindOfValue, quote } from '../json/json-value.js';

/** STIX 2.7: "3 to 250 characters", ASCII letters, digits, hyphen and underscore. */
const ALGORITHM = /^[A-Za-z0-9_-]{3,250}$/;
const HEX_DIGITS = /^[0-9a-fA-F]+$/;

/** Digits of the hash algorithms of the vocabulary (STIX 10.7) that are written in hexadecimal. */
const HEX_LENGTHS: Readonly<Record<string, number>> = {
  MD5: 32,
  'SHA-1': 40,
  'SHA-256': 64,
  'SHA-512': 128,
  'SHA3-256': 64,
  'SHA3-512': 128,
};

/** Reports what is wrong with a dictionary of hashes (STIX 2.7). */
export const checkHashes = (value: unknown, pointer: string, report: Report): void => {
  if (!isRecord(value)) {
    report('S009', pointer, `hashes are ${kindOfValue(value)}: write an object of algorithm and value`);
    return;
  }
  for (const [algorithm, hash] of Object.entries(value)) {
    const place = below(pointer, algorithm);
    if (!ALGORITHM.test(algorithm))
      report('S009', place, `${quote(algorithm)} is no name of a hash algorithm: 3 to 250 of a-z, A-Z, 0-9, - and _`);
    const length = Object.hasOwn(HEX_LENGTHS, algorithm) ? HEX_LENGTHS[algorithm] : undefined;
    if (typeof hash !== 'string') report('S009', place, `${quote(hash)} is not text`);
    else if (length !== undefined && !(hash.length === length && HEX_DIGITS.test(hash))) {
      report('S010', place, `${quote(hash)} is not ${length} hexadecimal digits`);
    }
  }
};
