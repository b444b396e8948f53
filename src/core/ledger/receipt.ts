import { utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '../canonical-json.js';
import { ParleyError } from '../errors.js';
import { isRecord } from '../stix/json/json-value.js';
import { parseStrictJson } from '../stix/json/strict-json.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { parseDecimal } from './decimal.js';
import { isLeafTime, SALT_LENGTH } from './leaf.js';
import { HASH_LENGTH } from './tree-hash.js';
import { decodeUtf8 } from './utf8.js';

/** What a leaf was made of: who has it can show what was recorded. */
export interface Opening {
  readonly payload: string;
  /** 16 bytes. */
  readonly salt: Uint8Array;
  /** ms */
  readonly at: number;
}

/** The proof, good without the ledger at hand, that it records something (C2SP tlog-proof). */
export interface Receipt {
  readonly opening: Opening;
  readonly index: number;
  /** From the leaf's sibling up to the child of the root. */
  readonly proof: readonly Uint8Array[];
  /** A signed note, as the log issued it. */
  readonly checkpoint: string;
}

const FORMAT = 'c2sp.org/tlog-proof@v1';
const EXTRA = 'extra ';
const INDEX = 'index ';
/** No tree is higher whose leaves have exact numbers. */
const PROOF_HASHES_MAX = 63;

export const formatReceipt = ({ opening, index, proof, checkpoint }: Receipt): string => {
  const extra = encodeBase64(utf8ToBytes(openingText(opening)));
  return `${[FORMAT, `${EXTRA}${extra}`, `${INDEX}${index}`, ...proof.map(encodeBase64)].join('\n')}\n\n${checkpoint}`;
};

/**
 * Nothing in a receipt is verified by reading it: "Applications MUST NOT implicitly trust the extra data, as it is not
 * authenticated". Errors: `note-malformed`.
 */
export const parseReceipt = (text: string): Receipt => {
  const end = text.indexOf('\n\n');
  if (end < 0) throw malformed('no empty line stands before its checkpoint');
  const [format, extra, index, ...hashes] = text.slice(0, end).split('\n');
  if (format !== FORMAT) throw malformed(`its first line is not ${FORMAT}`);
  if (!extra?.startsWith(EXTRA)) throw malformed('its second line does not open the leaf');
  const leafIndex = index?.startsWith(INDEX) ? parseDecimal(index.slice(INDEX.length)) : undefined;
  if (leafIndex === undefined) throw malformed('its third line is not the index of a leaf');
  if (hashes.length > PROOF_HASHES_MAX) throw malformed(`its proof has more than ${PROOF_HASHES_MAX} hashes`);
  const checkpoint = text.slice(end + 2);
  return { opening: parseOpening(extra.slice(EXTRA.length)), index: leafIndex, proof: hashes.map(parseHash), checkpoint };
};

const parseHash = (line: string, place: number): Uint8Array => {
  const hash = decodeBase64(line);
  if (hash?.length !== HASH_LENGTH) throw malformed(`hash ${place + 1} of its proof is not the base64 of 32 bytes`);
  return hash;
};

/** Canonical JSON (RFC 8785), so that an opening has one text. */
const openingText = ({ payload, salt, at }: Opening): string =>
  canonicalJson({ payload, salt: encodeBase64(salt), time: new Date(at).toISOString() });

const parseOpening = (encoded: string): Opening => {
  const text = decodeUtf8(decodeBase64(encoded) ?? Uint8Array.of());
  const read = parseStrictJson(text ?? '');
  const { payload, salt, time } = 'value' in read && isRecord(read.value) ? read.value : {};
  const opening = {
    payload: typeof payload === 'string' ? payload : '',
    salt: (typeof salt === 'string' ? decodeBase64(salt) : undefined) ?? Uint8Array.of(),
    at: typeof time === 'string' ? Date.parse(time) : Number.NaN,
  };
  if (opening.salt.length !== SALT_LENGTH || !isLeafTime(opening.at) || openingText(opening) !== text) {
    throw malformed('what opens the leaf is not canonical JSON of payload, salt and time');
  }
  return opening;
};

const malformed = (reason: string): ParleyError => new ParleyError('note-malformed', { format: 'ledger receipt', reason });
