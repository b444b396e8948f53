import type { Report } from '../check/finding.js';
import { below, isRecord, kindOfValue, quote } from '../json/json-value.js';
import { hashValueFaultOf } from './hash-value.js';

/** STIX 2.7: "3 to 250 characters", ASCII letters, digits, hyphen and underscore. */
const ALGORITHM = /^[A-Za-z0-9_-]{3,250}$/;

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
    if (typeof hash !== 'string') {
      if (hash !== null) report('S009', place, `${quote(hash)} is not text`);
      continue;
    }
    const fault = hashValueFaultOf(algorithm, hash);
    if (fault !== undefined) report('S010', place, `${quote(hash)} ${fault}`);
  }
};
