import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isBase64 } from './base64.js';
import { characterSetFaultOf } from './character-set.js';
import { cpeFaultOf } from './cpe.js';
import { domainNameFaultOf } from './domain-name.js';
import { emailAddressFaultOf } from './email-address.js';
import { hashValueFaultOf } from './hash-value.js';
import { isHex } from './hex.js';
import { ipv4FaultOf, ipv6FaultOf } from './ip-range.js';
import { languageTagFaultOf } from './language-tag.js';
import { macAddressFaultOf } from './mac-address.js';
import { uriFaultOf } from './uri.js';
import { registryKeyFaultOf } from './windows-registry-key.js';

/** Published STIX that nobody here wrote, where it is at hand. */
const CORPUS = new URL('../../../../../shared/data/', import.meta.url);
const absent = !existsSync(CORPUS);
if (absent) console.log(`skipped: the corpus of published STIX is not at ${CORPUS.pathname}`);

type FaultOf = (text: string) => string | undefined;

interface Published {
  readonly id?: string;
  readonly object: unknown;
  readonly single_fault?: boolean;
  readonly rules?: readonly { readonly rule: string }[];
}

const textsOf = (object: unknown): readonly (readonly [type: string, path: string, text: string])[] => {
  const found: [string, string, string][] = [];
  const walk = (value: unknown, type: string, path: string): void => {
    if (typeof value === 'string') found.push([type, path, value]);
    else if (typeof value === 'object' && value !== null) {
      const own = 'type' in value && typeof value.type === 'string' ? value.type : type;
      for (const [key, entry] of Object.entries(value)) {
        // The keys of the contents of a translation are languages.
        if (path.endsWith('/contents')) found.push([own, `${path}/lang`, key]);
        walk(entry, own, `${path}/${key}`);
      }
    }
  };
  walk(object, '', '');
  return found;
};

/** What judges a text of an object, by its type and the end of its path. */
const judgeOf = (type: string, path: string): FaultOf | undefined => {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === 'value') return BY_TYPE[type];
  if (name === 'key' && type === 'windows-registry-key') return registryKeyFaultOf;
  if (/\/hashes\/[^/]+$/.test(path)) return (text) => hashValueFaultOf(name, text);
  if (/_(?:bin|hex|enc)$/.test(name)) return BY_ENDING[name.slice(-3)];
  return { cpe: cpeFaultOf, lang: languageTagFaultOf, url: uriFaultOf }[name];
};

const BY_TYPE: Readonly<Record<string, FaultOf>> = {
  'ipv4-addr': ipv4FaultOf,
  'ipv6-addr': ipv6FaultOf,
  'mac-addr': macAddressFaultOf,
  'domain-name': domainNameFaultOf,
  'email-addr': emailAddressFaultOf,
  url: uriFaultOf,
};

const BY_ENDING: Readonly<Record<string, FaultOf>> = {
  bin: (text) => (isBase64(text) ? undefined : 'is not base64'),
  hex: (text) => (isHex(text) ? undefined : 'is not hex'),
  enc: characterSetFaultOf,
};

const faultsIn = (object: unknown) => {
  const judged = textsOf(object).flatMap(([type, path, text]) => {
    const faultOf = judgeOf(type, path);
    return faultOf === undefined ? [] : [{ path, text, fault: faultOf(text) }];
  });
  return { count: judged.length, faults: judged.filter(({ fault }) => fault !== undefined) };
};

describe.skipIf(absent)('published values', () => {
  const read = (path: string): { readonly cases: readonly Published[] } =>
    JSON.parse(readFileSync(new URL(path, CORPUS), 'utf8'));

  it.each([
    ['stix-validator/accept.json', 76],
    ['stix-spec/examples-accept.json', 75],
  ])('of objects that are valid are valid: %s', (path, values) => {
    const { count, faults } = faultsIn(read(path).cases.map(({ object }) => object));
    expect(count).toBe(values);
    expect(faults).toEqual([]);
  });

  it.each(['attack/ics-attack.json', ...(absent ? [] : readdirSync(new URL('bundles/cti-stix2-json-schemas/', CORPUS)))])(
    'of bundles are valid: %s',
    (name) => {
      const path = name.includes('/') ? name : `bundles/cti-stix2-json-schemas/${name}`;
      expect(faultsIn(read(path)).faults).toEqual([]);
    },
  );

  it('of objects that are refused for the form of one are not', () => {
    const about = /CIDR|valid URL|^lang |_enc values|cpe is a CPE|binary values|email-addr value|registry hive/;
    const cases = read('stix-validator/reject.json').cases.filter(
      ({ single_fault, rules = [] }) => single_fault === true && rules.some(({ rule }) => about.test(rule)),
    );
    const unseen = cases.filter(({ object }) => faultsIn(object).faults.length === 0);
    expect(cases.length).toBeGreaterThan(15);
    expect(unseen.map(({ id, rules }) => ({ id, rules }))).toEqual([]);
  });
});
