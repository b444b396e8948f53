import fc from 'fast-check';
import { DOMAIN_TYPES, META_TYPES, OBSERVABLE_TYPES, RELATIONSHIP_TYPES } from '../../src/core/stix/model/object-types.js';
import type { Format, PropertyTable, PropertyType } from '../../src/core/stix/model/property-type.js';

export const uuid: fc.Arbitrary<string> = fc.uuid({ version: 4 });
export const identifierOf = (...types: readonly string[]): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...types), uuid).map(([type, id]) => `${type}--${id}`);

const TYPES_OF: Readonly<Record<string, readonly string[]>> = {
  sdo: [...DOMAIN_TYPES],
  sro: [...RELATIONSHIP_TYPES],
  sco: [...OBSERVABLE_TYPES],
  smo: [...META_TYPES],
};

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const hexOf = (bytes: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((value) => Buffer.from(value).toString('hex'));

/** To the digit: instants between two dates, with three to nine digits of fraction. */
export const timestamp: fc.Arbitrary<string> = fc
  .tuple(fc.integer({ min: 0, max: 4_102_444_800 }), fc.integer({ min: 3, max: 9 }), fc.nat(999_999_999))
  .map(([seconds, digits, fraction]) => {
    const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
    return `${whole}.${String(fraction).padStart(9, '0').slice(0, digits)}Z`;
  });

/** Texts of a form, by the rule that demands it. */
const FORMATTED: Readonly<Record<string, fc.Arbitrary<string>>> = {
  S049: fc.constantFrom('en', 'de-CH-1996', 'bbb', 'zh-Hant-TW', 'x-private'),
  S110: fc.constantFrom('https://example.com/a', 'urn:isbn:0451450523'),
  S111: fc.constantFrom('UTF-8', 'windows-1252', 'ISO-8859-1'),
  S112: fc.constantFrom('example.com', 'xn--mnchen-3ya.example', 'a.b.c.example'),
  S113: fc.constantFrom('john@example.com', 'a.b+c@example.org'),
  S116: fc.constantFrom('UTF-8', 'windows-1252', 'ISO-8859-1'),
  S119: fc.constantFrom('d2:fb:49:24:37:18', '00:00:00:00:00:00'),
  S122: fc.constantFrom('en', 'fr-CA'),
  S123: fc.constantFrom('https://example.com/a?b=c#d', 'ftp://[2001:db8::7]/x'),
  S125: fc.constantFrom('HKEY_LOCAL_MACHINE\\System\\Foo', 'hkey_current_user\\x'),
};

const formatted = ({ rule, faultOf }: Format): fc.Arbitrary<string> => {
  if (rule === 'S118') {
    return fc.oneof(fc.ipV4(), fc.ipV6()).filter((address) => faultOf(address) === undefined);
  }
  const cpe = 'cpe:2.3:a:microsoft:word:2000:*:*:*:*:*:*:*';
  if (faultOf(cpe) === undefined) return fc.constant(cpe);
  const media = 'application/x-pdf';
  if (faultOf(media) === undefined && faultOf('UTF-8') !== undefined) return fc.constant(media);
  return FORMATTED[rule] ?? fc.constant('');
};

/** A valid value of a data type. */
export const arbitraryValue = (type: PropertyType): fc.Arbitrary<unknown> => {
  switch (type.kind) {
    case 'list':
      return fc.array(arbitraryValue(type.of), { minLength: 1, maxLength: 3 });
    case 'enum':
      return fc.constantFrom(...type.terms);
    case 'open-vocab':
      return fc.oneof(fc.constantFrom(...type.terms), fc.constant('a-term-of-ours'));
    case 'string':
      return type.format === undefined ? text : formatted(type.format);
    case 'integer':
      return fc.integer({ min: Math.max(type.least, -(2 ** 31)), max: Math.min(type.most, 2 ** 31 - 1) });
    case 'float':
      return fc.double({ min: Math.max(type.least, -1e6), max: Math.min(type.most, 1e6), noNaN: true });
    case 'identifier': {
      const types = type.targets.flatMap((target) => TYPES_OF[target] ?? [target]);
      return identifierOf(...(types.length > 0 ? types : [...DOMAIN_TYPES, ...OBSERVABLE_TYPES]));
    }
    case 'dictionary':
      return fc.dictionary(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,20}$/), type.of ? arbitraryValue(type.of) : text, {
        minKeys: 1,
        maxKeys: 3,
        noNullPrototype: true,
      });
    case 'record':
      return arbitraryRecord(type.table).filter((found) => Object.keys(found).length > 0);
    case 'any':
      return text;
    case 'binary':
      return fc.uint8Array({ minLength: 1 }).map((value) => Buffer.from(value).toString('base64'));
    case 'boolean':
      return fc.boolean();
    case 'hashes':
      return fc
        .record({ MD5: hexOf(16), 'SHA-256': hexOf(32) }, { requiredKeys: [] })
        .map((found) => (Object.keys(found).length === 0 ? { 'x_our-hash': 'abc' } : found));
    case 'hex':
      return hexOf(4);
    case 'timestamp':
      return timestamp;
  }
};

/** A record with all that its table requires, and some of the rest. */
export const arbitraryRecord = (table: PropertyTable): fc.Arbitrary<Record<string, unknown>> => {
  const entries = Object.entries(table);
  const model = Object.fromEntries(entries.map(([name, type]) => [name, arbitraryValue(type)]));
  const requiredKeys = entries.filter(([, type]) => type.required === true).map(([name]) => name);
  return fc.record(model, { requiredKeys, noNullPrototype: true });
};
