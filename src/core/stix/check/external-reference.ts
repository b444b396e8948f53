import { checkHashes } from '../format/hashes.js';
import { below, isRecord, kindOfValue, quote } from '../json/json-value.js';
import type { Report } from './finding.js';
import type { Place } from './place.js';

const TEXT_PROPERTIES = ['source_name', 'description', 'url', 'external_id'] as const;

interface Catalogue {
  readonly type: string;
  readonly source_name: string;
  readonly external_id: RegExp;
  readonly form: string;
  readonly rule: string;
}

/** STIX 4.1.1, 4.19.1: ids of these catalogues have one form, and their source is named in lower case. */
const CATALOGUES: readonly Catalogue[] = [
  { type: 'attack-pattern', source_name: 'capec', external_id: /^CAPEC-\d+$/, form: 'CAPEC-number', rule: 'S080' },
  { type: 'vulnerability', source_name: 'cve', external_id: /^CVE-\d{4}-\d{4,}$/, form: 'CVE-year-number', rule: 'S094' },
];

/** Reports what is wrong with an external reference (STIX 2.5). */
export const checkExternalReference = ({ value, pointer, object }: Place, report: Report): void => {
  if (!isRecord(value)) {
    report('S007', pointer, `an external reference is ${kindOfValue(value)}: write an object`);
    return;
  }
  for (const name of TEXT_PROPERTIES) {
    if (value[name] !== undefined && typeof value[name] !== 'string') {
      report('S007', below(pointer, name), `${quote(value[name])} is not text: write it in quotes`);
    }
  }
  if (value.source_name === undefined) report('S007', pointer, '`source_name` is missing');
  if (value.description === undefined && value.url === undefined && value.external_id === undefined) {
    report('S007', pointer, 'one of `description`, `url` and `external_id` is needed');
  }
  if (value.hashes !== undefined) checkHashes(value.hashes, below(pointer, 'hashes'), report);
  for (const catalogue of CATALOGUES) {
    if (object.type === catalogue.type) checkCatalogue(catalogue, value, pointer, report);
  }
};

/** Both ways: what is said to come from the catalogue has an id of its form, and what has such an id names the catalogue. */
const checkCatalogue = (
  { source_name, external_id, form, rule }: Catalogue,
  reference: Readonly<Record<string, unknown>>,
  pointer: string,
  report: Report,
): void => {
  const id = reference.external_id;
  const hasForm = typeof id === 'string' && external_id.test(id);
  const named = reference.source_name === source_name;
  if (named && id !== undefined && !hasForm)
    report(rule, below(pointer, 'external_id'), `${quote(id)} is not of the form ${form}`);
  const otherCase = typeof reference.source_name === 'string' && reference.source_name.toLowerCase() === source_name;
  if (!named && hasForm && otherCase)
    report(rule, below(pointer, 'source_name'), `${quote(reference.source_name)} must be \`${source_name}\``);
};
