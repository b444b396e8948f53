import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DOMAIN_OBJECTS } from './domain-objects.js';
import { LISTED_RELATIONSHIPS } from './listed-relationships.js';
import { META_OBJECTS } from './meta-objects.js';
import { OBSERVABLE_OBJECTS } from './observable-objects.js';
import type { PropertyTable } from './property-type.js';
import { RELATIONSHIP_OBJECTS } from './relationship-objects.js';
import { ENUMERATIONS, OPEN_VOCABULARIES } from './vocabularies.js';

/** The tables of the specification in machine form; they lie beside the project where they are at hand. */
const TABLES = new URL('../../../../../shared/data/tables/', import.meta.url);
const absent = !existsSync(TABLES);
if (absent) console.log(`skipped: the tables of the specification are not at ${TABLES.pathname}`);

const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(name, TABLES), 'utf8')) as T;

interface Row {
  readonly name: string;
  readonly required: boolean;
  readonly type: string;
}

const OBJECTS: Readonly<Record<string, PropertyTable>> = {
  ...DOMAIN_OBJECTS,
  ...RELATIONSHIP_OBJECTS,
  ...OBSERVABLE_OBJECTS,
  ...META_OBJECTS,
};

/** `4.1 Attack Pattern` -> `attack-pattern`. */
const typeOf = (under: string): string =>
  under
    .replace(/^[\d.]+ /, '')
    .replace(/ \(AS\)| Object$|™|\./g, '')
    .replace(/ Object$/, '')
    .replace('Address', 'Addr')
    .toLowerCase()
    .replaceAll(' ', '-')
    .replace('ipv4-addr', 'ipv4-addr')
    .replace('data-markings', 'marking-definition')
    .replace('email-addr-object', 'email-addr')
    .replace(/^x509/, 'x509');

/** Properties of the specification that the common tables hold, or that no object may have. */
const ELSEWHERE = new Set(['type', 'external_references', 'extensions', 'action']);

/** Where the text, or the standard of 2021, says otherwise than the table of the draft. */
const REQUIRED_BY_TEXT = new Set(['malware is_family', 'language-content modified', 'grouping name']);

describe.skipIf(absent)('the tables', () => {
  it('of properties list what those of the specification list, required where they say so', () => {
    const seen = new Set<string>();
    for (const { under, properties } of read<{
      tables: readonly { under: string; section: string; properties: readonly Row[] }[];
    }>('stix21-properties.json').tables) {
      const type = typeOf(under);
      const table = OBJECTS[type];
      if (table === undefined || !properties.some(({ name }) => name === 'type')) continue;
      seen.add(type);
      for (const { name, required } of properties.filter((row) => !ELSEWHERE.has(row.name))) {
        const ours = table[name];
        expect({ type, name, there: ours !== undefined }).toEqual({ type, name, there: true });
        if (!REQUIRED_BY_TEXT.has(`${type} ${name}`))
          expect({ type, name, required: ours?.required ?? false }).toEqual({ type, name, required });
      }
    }
    expect([...seen].sort()).toEqual(Object.keys(OBJECTS).sort());
  });

  it('of vocabularies hold their terms, enumerations apart from open ones', () => {
    const { vocabularies } = read<{ vocabularies: readonly { name: string; kind: string; values: readonly string[] }[] }>(
      'stix21-vocabularies.json',
    );
    expect(vocabularies).toHaveLength(32);
    for (const { name, kind, values } of vocabularies) {
      const ours: Readonly<Record<string, readonly string[]>> = kind === 'enum' ? ENUMERATIONS : OPEN_VOCABULARIES;
      expect({ name, values: ours[name] }).toEqual({ name, values: [...new Set(values)] });
    }
  });

  it('of relationships hold every row of Appendix B', () => {
    const { relationships } = read<{ relationships: readonly (readonly [string, string, string])[] }>(
      'stix21-relationships.json',
    );
    expect(relationships).toHaveLength(59);
    for (const [source, types, targets] of relationships) {
      for (const type of types.split(', ')) {
        const wanted = targets.split(', ').map((target) => (target.startsWith('<') ? 'sco' : target));
        expect(LISTED_RELATIONSHIPS[source]?.[type]).toEqual(expect.arrayContaining(wanted));
      }
    }
  });
});
