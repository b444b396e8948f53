import { typeOfIdentifier } from '../format/identifier.js';
import { languageTagFaultOf } from '../format/language-tag.js';
import { below, isList, isRecord, type JsonRecord, quote } from '../json/json-value.js';
import { checkIep } from '../marking/iep-marking.js';
import { checkDefinition } from '../marking/marking-definition.js';
import { COMMON_PROPERTIES } from '../model/common-properties.js';
import { propertyNameFaultOf, RESERVED_NAMES } from '../model/names.js';
import { standardKindOf } from '../model/object-types.js';
import { checkPattern } from '../pattern/check-pattern.js';
import { parsePattern } from '../pattern/parse-pattern.js';
import type { Scene } from './check.js';
import { checkContainer } from './check-container.js';
import { checkRelationship } from './check-relationship.js';
import { checkOwnProperty } from './own-property.js';

const COMMON_NAMES: ReadonlySet<string> = new Set([
  'type',
  'id',
  ...Object.values(COMMON_PROPERTIES).flatMap((table) => Object.keys(table)),
]);

type Rule = (object: JsonRecord, scene: Scene) => void;

const checkContents: Rule = ({ contents }, { error }) => {
  for (const language of isRecord(contents) ? Object.keys(contents) : []) {
    const fault = languageTagFaultOf(language);
    if (fault !== undefined) error('S131', below('/contents', language), `${quote(language)} ${fault}`);
  }
};

const checkFamily: Rule = ({ is_family, name }, { error }) => {
  if (is_family === true && name === undefined) error('S087', '/name', '`name` is missing: a malware family has one');
};

const checkBody: Rule = ({ is_multipart, body, body_multipart }, { error }) => {
  if (is_multipart === true && body !== undefined) error('S114', '/body', 'a multipart message has `body_multipart`, not `body`');
  if (is_multipart === false && body_multipart !== undefined) {
    error('S114', '/body_multipart', 'a message that is not multipart has `body`, not `body_multipart`');
  }
};

/** STIX 6.12: "If the end property is provided, this property MUST be false." */
const checkActive: Rule = ({ is_active, end }, { error }) => {
  if (is_active === true && end !== undefined) error('S120', '/end', 'traffic that is active has no `end`');
};

const checkRelationshipType: Rule = ({ relationship_type: type }, { error }) => {
  if (typeof type === 'string' && !/^[a-z0-9-]+$/.test(type)) {
    error('S100', '/relationship_type', `${quote(type)} is not made of a-z, 0-9 and -`);
  }
};

/** STIX 4.14.1: "object_refs ... MUST contain at least one SCO". A type that the standard does not define may be one. */
const checkObserved: Rule = ({ object_refs: refs }, { error }) => {
  const types = isList(refs) ? refs.map(typeOfIdentifier) : [];
  // Whatever is no relationship is an observable, of another maker's, or wrong by itself.
  if (types.length > 0 && types.every((type) => type !== undefined && standardKindOf(type) === 'sro'))
    error('S091', '/object_refs', 'no observable is among them: refer to at least one');
};

const checkExtensionProperties: Rule = ({ extension_types: types, extension_properties: properties }, { error }) => {
  if (!isList(properties)) return;
  if (isList(types) && !types.includes('toplevel-property-extension')) {
    error('S152', '/extension_properties', 'only an extension of top-level properties lists `extension_properties`');
  }
  properties.forEach((name, index) => {
    if (typeof name !== 'string') return;
    const place = below('/extension_properties', index);
    if (RESERVED_NAMES.has(name)) error('S034', place, `${quote(name)} is reserved and cannot be used`);
    else if (COMMON_NAMES.has(name)) {
      error('S150', place, `${quote(name)} is a common property: an extension cannot give it another meaning`);
    } else if (propertyNameFaultOf(name) !== undefined) {
      error('S153', place, `${quote(name)} is no property name: write 3 to 250 of a-z, 0-9 and _, beginning with a letter`);
    }
  });
};

/** STIX 4.7.1: "The pattern ... MUST conform to the specified pattern type". Parley reads patterns of its own language only. */
const checkIndicatorPattern: Rule = ({ pattern, pattern_type: type }, { error }) => {
  if (type !== 'stix' || typeof pattern !== 'string') return;
  const read = parsePattern(pattern);
  for (const { rule, at, message } of 'fault' in read ? [read.fault] : checkPattern(read.pattern)) {
    error(rule, '/pattern', `at character ${at + 1}: ${message}`);
  }
};

/** What tables cannot say, by type. */
export const TYPE_RULES: Readonly<Record<string, readonly Rule[]>> = {
  'email-message': [checkBody],
  'extension-definition': [checkExtensionProperties],
  indicator: [checkIndicatorPattern],
  'language-content': [checkContents],
  malware: [checkFamily],
  'marking-definition': [checkDefinition, (object, { warn }) => checkIep(object, warn)],
  'network-traffic': [checkActive],
  'observed-data': [checkObserved, checkContainer],
  process: [checkOwnProperty('S121')],
  relationship: [checkRelationshipType, checkRelationship],
  'user-account': [checkOwnProperty('S124')],
  'windows-registry-key': [checkOwnProperty('S124')],
  'x509-certificate': [checkOwnProperty('S124')],
};
