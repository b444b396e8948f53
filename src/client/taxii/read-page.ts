import { LIMITS } from '../../core/limits.js';
import { BalancedScan } from '../../core/stix/json/balanced-scan.js';
import { isSpace, LIST_OPEN, OBJECT_OPEN } from '../../core/stix/json/json-bytes.js';
import { isRecord } from '../../core/stix/json/json-value.js';
import { RootScan } from '../../core/stix/json/root-scan.js';
import { parseStrictBytes } from '../../core/stix/json/strict-json.js';

/** A page of a collection. */
export interface TaxiiPage {
  /** The list of objects, its brackets included, byte for byte as it came; empty where there is none. */
  readonly objects: Uint8Array;
  readonly more: boolean;
  readonly next: string | undefined;
}

/** A page, or in words why it is none. */
export type ReadPage = TaxiiPage | { readonly problem: string };

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const decode = (bytes: Uint8Array): string => decoder.decode(bytes);

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * Reads an envelope (TAXII 3.7), or a bundle, which some servers send in its place. Objects are found and not parsed: each is judged
 * when it is published, so that a bad one costs only itself.
 */
export const readPage = (body: Uint8Array): ReadPage => {
  const bytes = BYTE_ORDER_MARK.every((byte, at) => body[at] === byte) ? body.subarray(3) : body;
  const list = listIn(bytes);
  if (typeof list === 'string') return { problem: list };
  // What lies around the objects, as an envelope with an empty list.
  const around = Buffer.concat([bytes.subarray(0, list.from), bytes.subarray(list.to)]);
  if (around.length > LIMITS.pull_resource_bytes_max) return { problem: 'it is no envelope: too much lies around its objects' };
  const read = parseStrictBytes(around, decode);
  if ('problem' in read) return { problem: `it is no JSON of an envelope: ${read.problem.reason}` };
  if (!isRecord(read.value)) return { problem: 'it is no envelope' };
  const isEmpty = bytes.subarray(list.from, list.to).every(isSpace);
  const objects = isEmpty ? new Uint8Array() : bytes.subarray(list.from - 1, list.to + 1);
  return pageOf(read.value, objects);
};

interface Part {
  /** Just behind the opening bracket; `to`: at the closing one. The same: there is no list, or an empty one. */
  readonly from: number;
  readonly to: number;
}

const listIn = (bytes: Uint8Array): Part | string => {
  let start = 0;
  while (start < bytes.length && isSpace(bytes[start] as number)) start++;
  if (bytes[start] !== OBJECT_OPEN) return 'it is neither an envelope nor a bundle';
  const root = new RootScan();
  root.begin(false);
  const from = root.scan(bytes, start + 1);
  if (root.end === 'closed') return { from: 0, to: 0 };
  if (root.end !== 'list') return 'it is cut off, or no JSON';
  const list = new BalancedScan();
  list.begin(LIST_OPEN, false);
  const behind = list.scan(bytes, from);
  return list.end === 'closed' ? { from, to: behind - 1 } : 'its list of objects is cut off, or no JSON';
};

const pageOf = ({ more, next, objects: rest }: Readonly<Record<string, unknown>>, objects: Uint8Array): ReadPage => {
  if (rest !== undefined && rest !== null && !Array.isArray(rest)) return { problem: '`objects` is no list' };
  const place = typeof next === 'number' ? String(next) : next;
  if (place !== undefined && place !== null && typeof place !== 'string') return { problem: '`next` is no text' };
  if (typeof place === 'string' && place.length > LIMITS.pull_next_length_max)
    return { problem: `\`next\` is longer than ${LIMITS.pull_next_length_max} characters` };
  // T001 wants a literal; to take the text for false would lose what comes after.
  return { objects, more: more === true || more === 'true', next: place ? place : undefined };
};
