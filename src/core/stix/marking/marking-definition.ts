import type { Report } from '../check/finding.js';
import { parseTimestamp } from '../format/timestamp.js';
import { below, isRecord, type JsonRecord } from '../json/json-value.js';
import { TLP1_MARKINGS, TLP2_EXTENSION_ID, TLP2_MARKINGS, type TlpLevel } from './tlp-marking.js';

interface Standard {
  readonly markings: ReadonlyMap<string, TlpLevel>;
  readonly created: string;
  readonly rule: 'S137' | 'S138';
  /** What the one content of a level has beside its `created`. */
  readonly isContent: (object: JsonRecord, level: TlpLevel) => boolean;
}

const TLP1_WORDS: Readonly<Partial<Record<TlpLevel, string>>> = { clear: 'white', green: 'green', amber: 'amber', red: 'red' };

/** STIX 7.2.1.4, and the extension for TLP 2.0. */
const STANDARDS: readonly Standard[] = [
  {
    markings: TLP1_MARKINGS,
    created: '2017-01-20T00:00:00',
    rule: 'S137',
    isContent: ({ name, definition_type, definition }, level) => {
      const word = TLP1_WORDS[level] ?? '';
      const isDefined = isRecord(definition) && definition.tlp === word && Object.keys(definition).length === 1;
      return definition_type === 'tlp' && isDefined && (name === undefined || name === `TLP:${word.toUpperCase()}`);
    },
  },
  {
    markings: TLP2_MARKINGS,
    created: '2022-10-01T00:00:00',
    rule: 'S138',
    isContent: ({ name, extensions }, level) => {
      const extension = isRecord(extensions) ? extensions[TLP2_EXTENSION_ID] : undefined;
      const isExtended = isRecord(extension) && extension.tlp_2_0 === level && extension.extension_type === 'property-extension';
      return isExtended && (name === undefined || name === `TLP:${level.toUpperCase()}`);
    },
  },
];

/**
 * Reports what is wrong with what a marking definition defines (STIX 7.2.1). What says that it is a TLP marking must be the one of
 * the standard. Another content under the id of one is a warning: the specification's own example has it, and the id alone says
 * what it means (`wellKnownMarking`).
 */
export const checkDefinition = (object: JsonRecord, { error, warn }: { readonly error: Report; readonly warn: Report }): void => {
  const { id, created, definition, definition_type: type, extensions } = object;
  if (type === 'statement' && isRecord(definition) && typeof definition.statement !== 'string') {
    error('S136', '/definition', '`statement` is missing: write a text');
  }
  for (const { markings, created: instant, rule, isContent } of STANDARDS) {
    const level = typeof id === 'string' ? markings.get(id) : undefined;
    const isClaimed = rule === 'S137' ? type === 'tlp' : isRecord(extensions) && Object.hasOwn(extensions, TLP2_EXTENSION_ID);
    if (level === undefined && !isClaimed) continue;
    const isOfInstant = typeof created === 'string' && parseTimestamp(created) === instant;
    if (level !== undefined && isOfInstant && isContent(object, level)) continue;
    const report = isClaimed ? error : warn;
    report(rule, rule === 'S137' ? '/definition' : below('/extensions', TLP2_EXTENSION_ID), NOT_STANDARD);
  }
};

/** "The following standard marking definitions MUST be used to reference or represent TLP markings." */
const NOT_STANDARD = 'this is not the marking definition that the standard has for this colour, to the letter: refer to that one';
