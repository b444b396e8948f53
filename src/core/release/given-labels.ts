import { ParleyError } from '../errors.js';
import type { GivenLabels } from '../registry/collection.js';
import { parseIdentifier } from '../stix/format/identifier.js';
import { PAP_LEVELS, papLevelOf, TLP_LEVELS, tlpLevelOf } from '../stix/marking/tlp-marking.js';
import { distinct } from './distinct.js';

interface GivenKey {
  /** The value in its canonical form; undefined: not a value of this key. */
  readonly read: (value: string) => string | undefined;
  /** What values there are, for messages and for docs/reference/labels.md. */
  readonly values: string;
  readonly single?: boolean;
}

const WORD = /^[a-z0-9-]{1,64}$/;
const readWord = (value: string): string | undefined => (WORD.test(value) ? value : undefined);
const readMarking = (value: string): string | undefined =>
  parseIdentifier(value)?.type === 'marking-definition' ? value : undefined;

/** The labels an operator may give to an object or, as defaults, to a collection: `--label KEY=VALUE`. */
export const GIVEN_KEYS: ReadonlyMap<string, GivenKey> = new Map([
  ['tlp', { read: tlpLevelOf, values: TLP_LEVELS.join(', ') }],
  ['pap', { read: papLevelOf, values: PAP_LEVELS.join(', ') }],
  ['track', { read: readWord, values: 'one track of the node, as `cyber`', single: true }],
  ['handling', { read: readWord, values: 'a caveat in the words of the host, as `no-onward`: 1 to 64 of a-z, 0-9 and -' }],
  ['names', { read: readWord, values: 'a facet of the rule book, as `victim`: 1 to 64 of a-z, 0-9 and -' }],
  ['marking', { read: readMarking, values: 'the id of a marking definition, `marking-definition--UUID`' }],
]);

/** Reads `KEY=VALUE` texts; a key may be repeated and then has several values. Error: `label-malformed`. */
export const parseGivenLabels = (texts: readonly string[]): GivenLabels => {
  const given = new Map<string, readonly string[]>();
  for (const text of texts) {
    const { key, value, single } = parseOne(text);
    const values = distinct([...(given.get(key) ?? []), value]);
    if (single && values.length > 1) {
      throw new ParleyError('label-malformed', {
        value: text,
        reason: `an object has one \`${key}\`, and \`${values.join('` and `')}\` are two`,
      });
    }
    given.set(key, values);
  }
  return Object.fromEntries([...given].sort(([a], [b]) => (a < b ? -1 : 1)));
};

const parseOne = (text: string): { readonly key: string; readonly value: string; readonly single: boolean } => {
  const refuse = (reason: string): never => {
    throw new ParleyError('label-malformed', { value: text, reason });
  };
  const at = text.indexOf('=');
  if (at < 0) return refuse('there is no `=`');
  const key = text.slice(0, at).trim();
  const given = GIVEN_KEYS.get(key);
  if (!given) return refuse(`\`${key}\` is not a key: use one of ${[...GIVEN_KEYS.keys()].join(', ')}`);
  const value = given.read(text.slice(at + 1).trim());
  if (value === undefined) return refuse(`\`${key}\` takes ${given.values}`);
  return { key, value, single: given.single ?? false };
};

/** Both sets of given labels. Lists add up, so nothing gets less restricted; of two tracks the newer one holds. */
export const mergeGiven = (older: GivenLabels, newer: GivenLabels): GivenLabels => {
  const keys = distinct([...Object.keys(older), ...Object.keys(newer)]);
  const merged = (key: string): readonly string[] =>
    GIVEN_KEYS.get(key)?.single ? (newer[key] ?? older[key] ?? []) : distinct([...(older[key] ?? []), ...(newer[key] ?? [])]);
  return Object.fromEntries(keys.map((key) => [key, merged(key)]));
};
