import type { Report } from '../check/finding.js';
import { parseTimestamp } from '../format/timestamp.js';
import { below, isRecord, type JsonRecord, quote } from '../json/json-value.js';
import { TLP1_MARKINGS, TLP2_EXTENSION_ID, TLP2_MARKINGS, type TlpLevel, tlpLevelOf } from './tlp-marking.js';

/** All standard markings of a version of TLP have one `created` (STIX 7.2.1.4; the TLP 2.0 extension). */
const TLP1_CREATED = '2017-01-20T00:00:00';
const TLP2_CREATED = '2022-10-01T00:00:00';

/** Reports what is wrong with what a marking definition defines (STIX 7.2.1). */
export const checkDefinition = (object: JsonRecord, report: Report): void => {
  const { definition, definition_type: type, extensions } = object;
  if (type === 'statement' && isRecord(definition) && typeof definition.statement !== 'string') {
    report('S136', '/definition', '`statement` is missing: write a text');
  }
  if (type === 'tlp' && isRecord(definition) && !isStandard(object, definition.tlp, TLP1_MARKINGS, TLP1_CREATED)) {
    report('S137', '/definition', notStandard(object.id, definition.tlp, 'the four of the specification'));
  }
  const extension = isRecord(extensions) ? extensions[TLP2_EXTENSION_ID] : undefined;
  if (isRecord(extension) && !isStandard(object, extension.tlp_2_0, TLP2_MARKINGS, TLP2_CREATED)) {
    report('S138', below('/extensions', TLP2_EXTENSION_ID), notStandard(object.id, extension.tlp_2_0, 'the five of TLP 2.0'));
  }
};

/** "The following standard marking definitions MUST be used to reference or represent TLP markings." */
const isStandard = (
  { id, created }: JsonRecord,
  word: unknown,
  markings: ReadonlyMap<string, TlpLevel>,
  instant: string,
): boolean => {
  const level = typeof id === 'string' ? markings.get(id) : undefined;
  const says = typeof word === 'string' ? tlpLevelOf(word) : undefined;
  return level !== undefined && says === level && typeof created === 'string' && parseTimestamp(created) === instant;
};

const notStandard = (id: unknown, word: unknown, standard: string): string =>
  `${quote(id)} is not the standard marking for TLP ${quote(word)}: use ${standard}`;
