import type { Report } from '../check/finding.js';
import { parseTimestamp } from '../format/timestamp.js';
import { isRecord, type JsonRecord, quote } from '../json/json-value.js';
import { TLP1_MARKINGS, tlpLevelOf } from './tlp-marking.js';

/** All standard TLP 1 markings have this `created` (STIX 7.2.1.4). */
const TLP1_CREATED = '2017-01-20T00:00:00';

/** Reports what is wrong with what a marking definition defines (STIX 7.2.1). */
export const checkDefinition = (object: JsonRecord, report: Report): void => {
  if (!isRecord(object.definition)) return;
  if (object.definition_type === 'statement' && typeof object.definition.statement !== 'string') {
    report('S136', '/definition', '`statement` is missing: write a text');
  }
  if (object.definition_type === 'tlp') checkTlp(object, object.definition, report);
};

/** "The following standard marking definitions MUST be used to reference or represent TLP markings." */
const checkTlp = ({ id, created }: JsonRecord, { tlp }: JsonRecord, report: Report): void => {
  const standard = typeof id === 'string' ? TLP1_MARKINGS.get(id) : undefined;
  const isStandard =
    standard !== undefined &&
    typeof tlp === 'string' &&
    tlpLevelOf(tlp) === standard &&
    typeof created === 'string' &&
    parseTimestamp(created) === TLP1_CREATED;
  if (!isStandard)
    report('S137', '/definition', `${quote(id)} is not the standard marking for TLP ${quote(tlp)}: use the four of the standard`);
};
