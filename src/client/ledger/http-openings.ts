import { ParleyError } from '../../core/errors.js';
import { decodeBase64 } from '../../core/ledger/base64.js';
import { SALT_LENGTH } from '../../core/ledger/leaf.js';
import { type TileAddress, tilePath } from '../../core/ledger/tile.js';
import { isRecord } from '../../core/stix/json/json-value.js';
import { parseStrictJson } from '../../core/stix/json/strict-json.js';
import { type HttpLedger, ledgerGet } from './http-get.js';

/** What a leaf was made of; undefined: it was forgotten. */
export type LeafOpening = { readonly payload: string; readonly salt: Uint8Array } | undefined;

/** The openings of the entries of a bundle, in order. */
export type ReadOpenings = (address: TileAddress) => Promise<readonly LeafOpening[]>;

const OPENING_BYTES_MAX = 64 * 1024;

/** As a node gives them to those who may read its ledger. Errors: `ledger-unreachable`. */
export const httpOpenings = (ledger: HttpLedger): ReadOpenings => {
  const get = ledgerGet(ledger);
  return async (address) => {
    const path = tilePath(address).replace('tile/entries/', 'openings/');
    const lines = (await get.text(path, OPENING_BYTES_MAX * address.width)).split('\n');
    if (lines.pop() !== '' || lines.length !== address.width) throw malformed(ledger, path);
    return lines.map((line) => {
      const opening = openingIn(line);
      if (opening === 'malformed') throw malformed(ledger, path);
      return opening;
    });
  };
};

const openingIn = (line: string): LeafOpening | 'malformed' => {
  const read = parseStrictJson(line);
  const { payload, salt } = 'value' in read && isRecord(read.value) ? read.value : {};
  if (payload === null && salt === null) return undefined;
  const bytes = typeof salt === 'string' ? decodeBase64(salt) : undefined;
  return typeof payload === 'string' && bytes?.length === SALT_LENGTH ? { payload, salt: bytes } : 'malformed';
};

const malformed = ({ base }: HttpLedger, path: string): ParleyError =>
  new ParleyError('ledger-unreachable', { url: base, reason: `${path} holds something else than its openings` });
