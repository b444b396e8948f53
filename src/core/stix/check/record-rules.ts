import { capecIdFaultOf } from '../format/capec-id.js';
import { cveIdFaultOf } from '../format/cve-id.js';
import { fractionDigitsOf } from '../format/timestamp.js';
import { uriFaultOf } from '../format/uri.js';
import { below, isRecord, type JsonRecord, quote } from '../json/json-value.js';
import { checkGranularMarking } from '../marking/granular-marking.js';
import { PREDEFINED_EXTENSIONS } from '../model/predefined-extensions.js';
import type { RuleId } from '../model/rules.js';
import { OPEN_VOCABULARIES } from '../model/vocabularies.js';
import type { Scene } from './check.js';

export interface RecordRule {
  /** What a value is not that is no object, behind `is not`. */
  readonly form: string;
  /** The rule it breaks then. */
  readonly rule?: RuleId;
  /** The rule by which at least one of its properties is there, `alone` not counted. An empty object breaks S004. */
  readonly bare?: RuleId;
  readonly alone?: string;
  /** What the table of the type cannot say. */
  readonly check?: (record: JsonRecord, pointer: string, scene: Scene) => void;
}

interface Catalogue {
  readonly type: string;
  readonly source_name: string;
  readonly rule: RuleId;
  readonly faultOf: (id: string) => string | undefined;
}

/** STIX 4.1.1, 4.19.1: ids of these catalogues have one form, and their source is named in lower case. */
const CATALOGUES: readonly Catalogue[] = [
  { type: 'attack-pattern', source_name: 'capec', rule: 'S080', faultOf: capecIdFaultOf },
  { type: 'vulnerability', source_name: 'cve', rule: 'S094', faultOf: cveIdFaultOf },
];

const KNOWN_HASHES: readonly string[] = OPEN_VOCABULARIES['hash-algorithm-ov'];

const checkExternalReference = (reference: JsonRecord, pointer: string, scene: Scene): void => {
  const { error, warn, object } = scene;
  const { source_name, description, url, external_id, hashes } = reference;
  if (description === undefined && url === undefined && external_id === undefined) {
    error('S007', pointer, 'one of `description`, `url` and `external_id` is needed');
  }
  const fault = typeof url === 'string' ? uriFaultOf(url) : undefined;
  if (fault !== undefined) warn('S123', below(pointer, 'url'), `${quote(url)} ${fault}`);
  for (const algorithm of isRecord(hashes) ? Object.keys(hashes) : []) {
    if (KNOWN_HASHES.includes(algorithm)) continue;
    error('S008', below(below(pointer, 'hashes'), algorithm), `${quote(algorithm)} is not one of ${KNOWN_HASHES.join(', ')}`);
  }
  for (const { type, source_name: named, rule, faultOf } of CATALOGUES) {
    if (object.type !== type || typeof external_id !== 'string' || typeof source_name !== 'string') continue;
    const fault = faultOf(external_id);
    if (source_name === named) {
      if (fault !== undefined) error(rule, below(pointer, 'external_id'), `${quote(external_id)} ${fault}`);
    } else if (source_name.toLowerCase() === named && fault === undefined) {
      error(rule, below(pointer, 'source_name'), `${quote(source_name)} must be \`${named}\``);
    }
  }
};

const checkKillChainPhase = (phase: JsonRecord, pointer: string, { warn }: Scene): void => {
  for (const name of ['kill_chain_name', 'phase_name']) {
    const value = phase[name];
    if (typeof value === 'string' && value !== value.toLowerCase()) {
      warn('S020', below(pointer, name), `${quote(value)} should be in lower case`);
    }
  }
};

/** Where no parts may be (S114), what they hold is moot. */
const checkMimePart = ({ body, body_raw_ref }: JsonRecord, pointer: string, { error, object }: Scene): void => {
  if (object.is_multipart === false) return;
  if (body === undefined && body_raw_ref === undefined) error('S115', pointer, 'one of `body` and `body_raw_ref` is needed');
};

const checkPeBinary = ({ time_date_stamp: stamp }: JsonRecord, pointer: string, { error }: Scene): void => {
  if (typeof stamp === 'string' && fractionDigitsOf(stamp) > 0 && !/\.0+Z$/.test(stamp)) {
    error('S117', below(pointer, 'time_date_stamp'), `${quote(stamp)} is finer than a second: leave the fraction out`);
  }
};

/** STIX 3.10: a predefined extension has "at least one of the properties" of its table. */
const EXTENSIONS = Object.fromEntries(
  Object.values(PREDEFINED_EXTENSIONS)
    .flatMap((extensions) => Object.keys(extensions))
    .map((name): [string, RecordRule] => [name, { form: 'an extension', rule: 'S079', bare: 'S079' }]),
);

/** Rules of the types that stand inside objects, by the name of the type. */
export const RECORD_RULES: Readonly<Record<string, RecordRule>> = {
  ...EXTENSIONS,
  'external-reference': { form: 'an external reference', rule: 'S007', check: checkExternalReference },
  'kill-chain-phase': { form: 'a kill chain phase', rule: 'S020', check: checkKillChainPhase },
  'granular-marking': { form: 'a granular marking', rule: 'S141', check: checkGranularMarking },
  'email-mime-part-type': { form: 'a MIME part', rule: 'S115', check: checkMimePart },
  'x509-v3-extensions-type': { form: 'extensions of a certificate', rule: 'S126', bare: 'S126' },
  'windows-pebinary-ext': { form: 'an extension', rule: 'S079', bare: 'S117', alone: 'pe_type', check: checkPeBinary },
};
