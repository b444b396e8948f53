import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '../../canonical-json.js';
import { LIMITS } from '../../limits.js';
import { isRecord, type JsonRecord } from '../json/json-value.js';

/** The properties that the id of an observable follows from (STIX 2.9, 3.4, 6), by type; of a process, none. */
export const CONTRIBUTING_PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  artifact: ['hashes', 'payload_bin'],
  'autonomous-system': ['number'],
  directory: ['path'],
  'domain-name': ['value'],
  'email-addr': ['value'],
  'email-message': ['from_ref', 'subject', 'body'],
  file: ['hashes', 'name', 'extensions', 'parent_directory_ref'],
  'ipv4-addr': ['value'],
  'ipv6-addr': ['value'],
  'mac-addr': ['value'],
  mutex: ['name'],
  'network-traffic': ['start', 'end', 'src_ref', 'dst_ref', 'src_port', 'dst_port', 'protocols', 'extensions'],
  process: [],
  software: ['name', 'cpe', 'swid', 'vendor', 'version'],
  url: ['value'],
  'user-account': ['account_type', 'user_id', 'account_login'],
  'windows-registry-key': ['key', 'values'],
  'x509-certificate': ['hashes', 'serial_number'],
};

/** STIX 2.9: the namespace of ids made by the default rule. */
const NAMESPACE = hexToBytes('00abedb4aa42466c9c01fed23315a9b7');

const PREFERRED_HASHES: readonly string[] = ['MD5', 'SHA-1', 'SHA-256', 'SHA-512'];

/**
 * The id that an observable has by the default rule of STIX 2.9: a UUIDv5 over the RFC 8785 text of the contributing properties
 * that are there. Undefined for other objects, where none is there ("a UUIDv4 MUST be used"), and where one is nothing that an
 * id can follow from: null, nested too deep, a lone surrogate, a number beyond 2^53, whose text may have said another.
 */
export const deterministicIdOf = (object: JsonRecord): string | undefined => {
  const { type } = object;
  if (typeof type !== 'string' || !Object.hasOwn(CONTRIBUTING_PROPERTIES, type)) return undefined;
  const contributing: [string, unknown][] = [];
  for (const name of CONTRIBUTING_PROPERTIES[type] ?? []) {
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    if (value === undefined) continue;
    const share = name === 'hashes' ? contributingHash(value) : value;
    if (share === undefined || share === null || !isPlain(share)) return undefined;
    contributing.push([name, share]);
  }
  if (contributing.length === 0) return undefined;
  const name = canonicalTextOf(Object.fromEntries(contributing));
  return name === undefined ? undefined : `${type}--${uuidOf(name)}`;
};

/**
 * STIX 6.1, 6.7, 6.18: "include only one hash. The selected hash SHOULD come from this ordered list (based on the following
 * order of preference) [ MD5, SHA-1, SHA-256, SHA-512 ]." Where it cannot, the standard leaves open which one; the first by
 * name is taken, as by RFC 8785 the order in which properties are written has no meaning.
 */
const contributingHash = (hashes: unknown): JsonRecord | undefined => {
  if (!isRecord(hashes)) return undefined;
  const given = (algorithm: string): boolean => Object.hasOwn(hashes, algorithm);
  const algorithm = PREFERRED_HASHES.find(given) ?? Object.keys(hashes).sort()[0];
  const hash = algorithm === undefined ? undefined : hashes[algorithm];
  return algorithm !== undefined && typeof hash === 'string' ? { [algorithm]: hash } : undefined;
};

/** Whether a value is shallow and small enough to be walked by recursion, and its numbers are sure to be those of its text. */
const isPlain = (value: unknown): boolean => {
  let level: readonly unknown[] = [value];
  let nodes = 0;
  for (let depth = 0; level.length > 0; depth++) {
    nodes += level.length;
    if (depth > LIMITS.object_depth_max || nodes > LIMITS.object_nodes_max) return false;
    if (level.some((item) => typeof item === 'number' && !(Math.abs(item) <= Number.MAX_SAFE_INTEGER))) return false;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return true;
};

/** Refused is what RFC 8785 refuses: lone surrogates. */
const canonicalTextOf = (value: unknown): string | undefined => {
  try {
    return canonicalJson(value);
  } catch {
    return undefined;
  }
};

/** RFC 9562 5.5. */
const uuidOf = (name: string): string => {
  const digest = sha1(concatBytes(NAMESPACE, utf8ToBytes(name))).slice(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return bytesToHex(digest).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
