import { type ErrorCode, formatError } from '../errors.js';
import type { Finding } from './check/finding.js';
import { validateObject } from './check/validate-stix.js';
import { isIdentifier } from './format/identifier.js';
import { parseTimestamp } from './format/timestamp.js';
import { isRecord, visible } from './json/json-value.js';
import type { StreamItem } from './json/object-stream.js';
import { type Decode, parseStrictBytes } from './json/strict-json.js';
import type { StixObject } from './stix-object.js';

/** An item of the input, judged. Refused, it says why: the code, the broken rule, and the id if that could be read. */
export type ReadItem =
  | {
      readonly ok: true;
      readonly index: number;
      readonly text: string;
      readonly object: StixObject;
      readonly warnings: readonly Finding[];
    }
  | {
      readonly ok: false;
      readonly index: number;
      /** `input`: a defect of what lies around the items; it cost no object. */
      readonly scope: 'item' | 'input';
      readonly id?: string;
      /** Its `modified`, else its `created`, as a sortable instant, if that could be read. */
      readonly instant?: string;
      readonly code: ErrorCode;
      readonly rule?: string;
      /** Of the first finding, and how many more there are. */
      readonly message: string;
      /** All that is wrong with the object, where it could be read. */
      readonly errors: readonly Finding[];
      readonly warnings: readonly Finding[];
    };

const NOTHING = { errors: [], warnings: [] } as const;

/**
 * Decodes, parses and checks one item of an `ObjectStream`. `text` is the object exactly as it came. `decode` throws on invalid
 * UTF-8 and keeps a byte order mark (`new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })`).
 */
export const readItem = (item: StreamItem, decode: Decode): ReadItem => {
  const { index } = item;
  if (item.kind === 'problem') return { ok: false, index, scope: item.scope, code: item.code, message: item.message, ...NOTHING };
  const read = parseStrictBytes(item.bytes, decode);
  if ('problem' in read) {
    const { code, reason } = read.problem;
    return { ok: false, index, scope: 'item', code, message: formatError(code, { reason }), ...NOTHING };
  }
  const { errors, warnings } = validateObject(read.value);
  const [first, ...others] = errors;
  if (!first) return { ok: true, index, text: read.text, object: read.value as StixObject, warnings };
  const id = isRecord(read.value) && isIdentifier(read.value.id) ? { id: read.value.id } : {};
  const refused = {
    ok: false,
    index,
    scope: 'item',
    ...id,
    ...instantIn(read.value),
    code: 'object-invalid',
    rule: first.rule,
  } as const;
  return { ...refused, message: messageOf(first, others.length), errors, warnings };
};

const instantIn = (value: unknown): { readonly instant?: string } => {
  if (!isRecord(value)) return {};
  const instants = [value.modified, value.created].map((text) => (typeof text === 'string' ? parseTimestamp(text) : undefined));
  const instant = instants.find((one) => one !== undefined);
  return instant === undefined ? {} : { instant };
};

const messageOf = ({ pointer, message }: Finding, others: number): string => {
  const place = pointer === '' ? '' : `\`${visible(pointer)}\`: `;
  return `${place}${message}${others === 0 ? '' : ` (and ${others} more)`}`;
};
