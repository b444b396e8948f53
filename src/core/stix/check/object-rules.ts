import { LANGUAGE } from '../format/language-tag.js';
import { parseTimestamp } from '../format/timestamp.js';
import { below, isRecord, type JsonRecord, kindOfValue, quote } from '../json/json-value.js';
import { checkDefinition } from '../marking/marking-definition.js';
import type { Report } from './finding.js';

/** Two timestamps of one object that must be in order. */
interface Order {
  /** Absent: any type. */
  readonly types?: readonly string[];
  readonly earlier: string;
  readonly later: string;
  /** Whether they may also be equal. */
  readonly orEqual: boolean;
  readonly rule: string;
}

const ORDERS: readonly Order[] = [
  { earlier: 'created', later: 'modified', orEqual: true, rule: 'S043' },
  {
    types: ['campaign', 'infrastructure', 'intrusion-set', 'malware', 'threat-actor'],
    earlier: 'first_seen',
    later: 'last_seen',
    orEqual: true,
    rule: 'S081',
  },
  { types: ['sighting'], earlier: 'first_seen', later: 'last_seen', orEqual: true, rule: 'S105' },
  { types: ['indicator'], earlier: 'valid_from', later: 'valid_until', orEqual: false, rule: 'S084' },
  { types: ['observed-data'], earlier: 'first_observed', later: 'last_observed', orEqual: true, rule: 'S092' },
  { types: ['relationship'], earlier: 'start_time', later: 'stop_time', orEqual: false, rule: 'S102' },
  { types: ['network-traffic'], earlier: 'start', later: 'end', orEqual: true, rule: 'S120' },
];

/** Properties of which an object must have some. */
interface Choice {
  readonly type: string;
  readonly of: readonly string[];
  readonly atMostOne?: boolean;
  readonly rule: string;
}

const CHOICES: readonly Choice[] = [
  { type: 'artifact', of: ['payload_bin', 'url'], atMostOne: true, rule: 'S110' },
  { type: 'file', of: ['hashes', 'name'], rule: 'S116' },
  { type: 'location', of: ['region', 'country', 'latitude'], rule: 'S085' },
  { type: 'malware-analysis', of: ['result', 'analysis_sco_refs'], rule: 'S089' },
  { type: 'network-traffic', of: ['src_ref', 'dst_ref'], rule: 'S120' },
  { type: 'observed-data', of: ['objects', 'object_refs'], atMostOne: true, rule: 'S091' },
  { type: 'marking-definition', of: ['definition', 'extensions'], rule: 'S135' },
];

/** Properties that demand another one. */
interface Demand {
  readonly type: string;
  readonly when: string;
  readonly needs: string;
  readonly rule: string;
}

const DEMANDS: readonly Demand[] = [
  { type: 'artifact', when: 'url', needs: 'hashes', rule: 'S110' },
  { type: 'artifact', when: 'decryption_key', needs: 'encryption_algorithm', rule: 'S110' },
  { type: 'location', when: 'latitude', needs: 'longitude', rule: 'S086' },
  { type: 'location', when: 'longitude', needs: 'latitude', rule: 'S086' },
  { type: 'location', when: 'precision', needs: 'latitude', rule: 'S086' },
  { type: 'marking-definition', when: 'definition', needs: 'definition_type', rule: 'S135' },
  { type: 'marking-definition', when: 'definition_type', needs: 'definition', rule: 'S135' },
];

/** What tables cannot say. */
const SINGLE_RULES: Readonly<Record<string, (object: JsonRecord, report: Report) => void>> = {
  'language-content': ({ contents }, report) => {
    for (const [language, translations] of Object.entries(isRecord(contents) ? contents : {})) {
      const pointer = below('/contents', language);
      if (!LANGUAGE.test(language)) report('S131', pointer, `${quote(language)} is not a language tag (RFC 5646), as \`de\``);
      if (!isRecord(translations)) report('S131', pointer, `translations are ${kindOfValue(translations)}: write an object`);
    }
  },
  malware: ({ is_family, name }, report) => {
    if (is_family === true && name === undefined) report('S087', '/name', '`name` is missing: a malware family has one');
  },
  'email-addr': ({ value }, report) => {
    if (typeof value === 'string' && value.endsWith('>')) {
      report('S113', '/value', `${quote(value)} has a display name: write the address only`);
    }
  },
  'email-message': ({ is_multipart, body, body_multipart }, report) => {
    if (is_multipart === true && body !== undefined)
      report('S114', '/body', 'a multipart message has `body_multipart`, not `body`');
    if (is_multipart === false && body_multipart !== undefined) {
      report('S114', '/body_multipart', 'a message that is not multipart has `body`, not `body_multipart`');
    }
  },
  'network-traffic': ({ is_active, end }, report) => {
    if (is_active === true && end !== undefined) report('S120', '/end', 'traffic that is active has no `end`');
  },
  'marking-definition': checkDefinition,
  process: ({ id }, report) => {
    if (typeof id === 'string' && id.at(-22) !== '4')
      report('S121', '/id', `${quote(id)} is not of version 4, as the id of a process must be`);
  },
  relationship: ({ relationship_type: type }, report) => {
    if (typeof type === 'string' && !/^[a-z0-9-]+$/.test(type)) {
      report('S100', '/relationship_type', `${quote(type)} is not made of a-z, 0-9 and -`);
    }
  },
  'extension-definition': ({ extension_types: types, extension_properties: properties }, report) => {
    if (properties !== undefined && Array.isArray(types) && !types.includes('toplevel-property-extension')) {
      report('S152', '/extension_properties', 'only an extension of top-level properties lists `extension_properties`');
    }
  },
  'windows-registry-key': ({ key }, report) => {
    if (typeof key === 'string' && /^(?:HKLM|HKCC|HKCR|HKCU|HKU)(?:\\|$)/i.test(key)) {
      report('S125', '/key', `${quote(key)} abbreviates its hive: write it in full, as HKEY_LOCAL_MACHINE`);
    }
  },
};

/** Reports what is wrong between the properties of an object. */
export const checkRules = (type: string, object: JsonRecord, report: Report): void => {
  for (const order of ORDERS) if (order.types?.includes(type) ?? true) checkOrder(order, object, report);
  for (const choice of CHOICES) if (choice.type === type) checkChoice(choice, object, report);
  for (const { type: of, when, needs, rule } of DEMANDS) {
    if (of === type && object[when] !== undefined && object[needs] === undefined) {
      report(rule, `/${when}`, `\`${when}\` needs \`${needs}\` beside it`);
    }
  }
  if (Object.hasOwn(SINGLE_RULES, type)) SINGLE_RULES[type]?.(object, report);
};

/** Compared as exact decimals: S024 forbids a detour over floats or dates of less precision. */
const checkOrder = ({ earlier, later, orEqual, rule }: Order, object: JsonRecord, report: Report): void => {
  const from = instantOf(object[earlier]);
  const to = instantOf(object[later]);
  if (from === undefined || to === undefined || from < to || (orEqual && from === to)) return;
  report(
    rule,
    `/${later}`,
    `\`${later}\` is ${orEqual ? 'earlier than' : 'not later than'} \`${earlier}\` (${quote(object[later])}, ${quote(object[earlier])})`,
  );
};

const instantOf = (value: unknown): string | undefined => (typeof value === 'string' ? parseTimestamp(value) : undefined);

const checkChoice = ({ of, atMostOne = false, rule }: Choice, object: JsonRecord, report: Report): void => {
  const present = of.filter((name) => object[name] !== undefined);
  const names = of.map((name) => `\`${name}\``).join(', ');
  if (present.length === 0) report(rule, '', `${atMostOne ? 'exactly one' : 'at least one'} of ${names} is needed`);
  else if (atMostOne && present.length > 1) report(rule, '', `only one of ${names} may be there`);
};
