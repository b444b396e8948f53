/** How a rule of the standard is kept. */
export interface Rule {
  /** Of the STIX 2.1 specification, Errata 01. */
  readonly section: string;
  readonly sentence: string;
  /**
   * `error`: what breaks it is refused. `warning`: it is told of. `store`: judged where objects are stored, beside what is there.
   * `design`: it binds how Parley reads or serves, not what it reads. `none`: not checkable here.
   */
  readonly by: 'error' | 'warning' | 'store' | 'design' | 'none';
  /** What goes beyond or stays behind the sentence, and why; of `none`: why it is not checkable. */
  readonly note?: string;
  /** Parley deliberately does otherwise: why. */
  readonly differs?: string;
}

const kept =
  (by: Rule['by']) =>
  (section: string, sentence: string, rest: Pick<Rule, 'note' | 'differs'> = {}): Rule => ({ section, sentence, by, ...rest });

const error = kept('error');
const warning = kept('warning');
const store = kept('store');
const design = kept('design');
const none = (section: string, sentence: string, note: string): Rule => ({ section, sentence, by: 'none', note });

const ELSEWHERE = 'one object does not show what other objects and earlier versions are like';
const EVALUATION = 'it binds who evaluates a pattern, and nothing does yet';
const MEANING = 'what a text is used for cannot be read off it';

/** The rules by which objects are judged, in the order of the specification; `P` rules are Parley's own. */
export const RULES = {
  S001: error('2.1', 'binary values are base64 (RFC 4648), and so is what stands in a property whose name ends in `_bin`'),
  S002: error('2.2', 'a boolean is true or false'),
  S003: error('2.3', 'keys of a dictionary are 1 to 250 of a-z, A-Z, 0-9, - and _, its values are of a type'),
  S004: error('2.3', 'no dictionary is empty'),
  S005: error('2.4', 'a value of an enumeration is one of its terms'),
  S006: warning('2.14', 'a value of an open vocabulary should be one of its terms, and any other is lawful'),
  S007: error('2.5.2', 'an external reference has a source_name and at least one of description, url and external_id'),
  S008: error('2.5.1', 'keys of the hashes of an external reference come from hash-algorithm-ov'),
  S009: error('2.7', 'names of hash algorithms are 3 to 250 of a-z, A-Z, 0-9, - and _, hashes are texts'),
  S010: error('10.7', 'a hash of a known algorithm has its length and alphabet'),
  S011: error('2.8', 'hexadecimal values have an even number of the digits 0-9 and a-f'),
  S012: error('2.9', 'an identifier is type--UUID, with the type of its object and a UUID as in RFC 4122'),
  S013: none('2.9', 'one UUID is not used for two types by one producer', ELSEWHERE),
  S014: none(
    '2.9',
    'the namespace of the default rule makes ids of observables only',
    'a UUIDv5 does not show the namespace it was made in',
  ),
  S015: error('2.9', 'an observable without a contributing property has an id of version 4'),
  S016: warning('2.9', 'an id of version 5 of an observable should be that of its contributing properties', {
    note: 'an id of version 4 is not warned of: a producer need not be able to compute one',
  }),
  S017: design('3.4', 'which properties contribute to the id of an observable'),
  S018: design('6', 'of the hashes one contributes, the first of MD5, SHA-1, SHA-256 and SHA-512'),
  S019: error('2.10', 'an integer is whole and within the safe range of 2^53 - 1'),
  S020: error('2.11', 'a kill chain phase has a kill_chain_name and a phase_name, both should be in lower case', {
    note: 'upper case is a warning',
  }),
  S021: error('2.12', 'no list is empty, and a list is written as one'),
  S022: error('2.13', 'an observable container has an object, and its references resolve inside it'),
  S023: error('2.16', 'a timestamp is RFC 3339 in UTC with T and Z, on a date that exists'),
  S024: design('2.16', 'timestamps compare as exact decimals, to any number of digits'),
  S030: error('3.1', 'names of types and properties are in lower case and begin with a letter'),
  S031: error('3.1', 'names of types and properties are 3 to 250 characters long, `id` is the exception'),
  S032: error('3.1', 'names end in _ref, _refs, _bin, _hex and _enc where the value is such, and only there', {
    note: 'inside a property in `x_`, which was lawful before there were rules for it, endings are not looked at',
  }),
  S033: error('3.1', 'required properties are there'),
  S034: error('3.8', 'severity, username, phone_number and action are reserved'),
  S040: error('3.2', 'the type is one of the specification, begins with `x-`, or is declared new by an extension'),
  S041: error('3.2', 'spec_version is 2.1: required but on observables, where it may be left out', {
    note: 'on a bundle, where STIX 2.0 had it, it is a warning',
  }),
  S042: error('3.2', 'created and modified are there and precise to the millisecond at least'),
  S043: error('3.2', 'modified is not earlier than created'),
  S044: error('3.2', 'created_by_ref refers to an identity'),
  S045: error('3.2', 'revoked is a boolean'),
  S046: none('3.2', 'labels are not used for what a property of its own classifies', MEANING),
  S047: error('3.2', 'confidence is an integer from 0 to 100'),
  S048: design('A', 'confidence is shown on other scales as Appendix A prescribes, absent is unspecified'),
  S049: error('3.2', 'lang is a language tag of RFC 5646, its subtags registered'),
  S050: error('3.2', 'object_marking_refs refer to marking definitions, a marking never marks itself'),
  S051: error('3.2', 'granular markings refer to marking definitions, a marking never marks itself'),
  S052: error('3.2', 'defanged is a boolean, and only observables have it', {
    differs: 'on other objects it is a warning: the tables say "not applicable", which forbids nothing',
  }),
  S053: error('3.2', 'extensions are keyed by the id of a definition, with an extension_type, or by a name in -ext'),
  S054: warning(
    '3.2',
    'observables have no created_by_ref, created, modified, revoked, labels, confidence, lang, external_references',
    {
      differs: 'a warning: the tables say "not applicable", which forbids nothing',
    },
  ),
  S055: warning('3.2', 'marking definitions have no modified, revoked, labels, confidence, lang', {
    differs: 'a warning: the tables say "not applicable", which forbids nothing; the version of a marking is its `created`',
  }),
  S056: warning('3.2', 'language-content has no lang; extension definitions have no confidence, lang, extensions', {
    differs: 'a warning: the tables say "not applicable", which forbids nothing',
  }),
  S057: error('JSON', 'null is no value: a property has one or is left out'),
  S060: store('3.6', 'a version is an id with a modified, the first has created equal to modified', {
    note: 'a first version that arrives late or never is no error',
  }),
  S061: store('3.6', 'the newest modified wins, whatever the order of arrival'),
  S062: store('3.6', 'created never changes'),
  S063: store('3.6', 'only the creator makes versions and revokes'),
  S064: store('3.6', 'a revoked version is the last one'),
  S065: none('3.6.2', 'whether a change is a version or a new object is the judgement of its creator', MEANING),
  S066: design('3.5', 'what is republished unchanged keeps its id and its creator'),
  S067: none(
    '3.6',
    'who makes versions of observables does not use the default namespace',
    'a UUIDv5 does not show the namespace it was made in',
  ),
  S070: design('3.5', 'who republishes with modifications or omissions gives a new id and becomes the creator', {
    note: 'nothing is modified or left out yet: an object is served whole or not at all',
  }),
  S071: store('3.6', 'all representations of a version have the same properties and values'),
  S072: design('3.6', 'a copy that was redacted is a new object', { note: 'nothing is redacted yet' }),
  S073: design('7.2.2', 'an object that was received is not marked anew in place', {
    note: 'labels of operators stand beside the object and restrict its release',
  }),
  S074: design('8.2.2', 'objects may be withheld, and references may dangle'),
  S078: warning('3.7', 'both ends of derived-from and duplicate-of are of one type'),
  S079: error('3.10', 'predefined extensions stand under their exact key on their own type, with at least one property'),
  S080: error('4.1', 'a CAPEC reference has source_name capec and external_id CAPEC-number'),
  S081: error('4', 'last_seen is not earlier than first_seen'),
  S082: error('4.4', 'a grouping has a context and object_refs'),
  S083: error('4.7', 'an indicator of pattern_type stix has a STIX pattern', {
    note: 'reported under the rule of the pattern that is broken, S170 to S182',
  }),
  S084: error('4.7.1', 'valid_until is later than valid_from'),
  S085: error('4.10', 'a location has a region, a country or a latitude, the country should be a code of ISO 3166-1', {
    note: 'a country that is none is a warning',
  }),
  S086: error('4.10', 'latitude and longitude come together and lie on the globe, precision needs both'),
  S087: error('4.11', 'malware says whether it is a family, a family has a name; its references are of the stated types'),
  S088: none('4.11.2', 'a family is not a variant of an instance', ELSEWHERE),
  S089: error(
    '4.12',
    'a malware analysis has a product and a result or analysis_sco_refs; its references are of the stated types',
  ),
  S090: error('4', 'note, opinion and report have what they are about'),
  S091: error(
    '4.14',
    'observed data has exactly one of objects and object_refs, of observables and relationships, at least one observable',
  ),
  S092: error('4.14', 'last_observed is not earlier than first_observed, number_observed is 1 to 999,999,999'),
  S093: none('4.18', 'a tool is neither malware nor a course of action', MEANING),
  S094: error('4.19', 'a CVE reference has source_name cve and an exact CVE id'),
  S100: error('5.1', 'a relationship_type is made of a-z, 0-9 and -'),
  S101: error('5.1', 'a relationship leads from and to domain objects and observables'),
  S102: error('5.1', 'stop_time is later than start_time'),
  S103: warning(
    '5.1.1',
    'a relationship of the specification should connect types as its tables list them; unlisted types are lawful',
  ),
  S104: error('5.2', 'a sighting is of a domain object, by observed data, at identities and locations'),
  S105: error('5.2', 'last_seen is not earlier than first_seen, count is 0 to 999,999,999'),
  S110: error('6.1', 'an artifact has exactly one of payload_bin and url; a url needs hashes, a key needs its algorithm'),
  S111: error('6.3', 'a directory contains files and directories, path_enc is a registered character set'),
  S112: error('6.4', 'a domain name is one of RFC 1034 and RFC 5890 and resolves to addresses and names'),
  S113: error('6.5', 'an email address is bare, without a display name'),
  S114: error(
    '6.6',
    'an email message has the body that is_multipart demands; headers are lists, references of the stated types',
  ),
  S115: error('6.6.2', 'a MIME part has a body or a body_raw_ref'),
  S116: error(
    '6.7',
    'a file has hashes or a name, a size of at least 0, a registered character set; references of the stated types',
  ),
  S117: error(
    '6.7',
    'extensions of files: sizes are at least 0, a time_date_stamp is precise to the second, one property beside pe_type',
  ),
  S118: error('6.8, 6.9', 'an IP address is one or a range in CIDR notation, and refers to mac-addr and autonomous-system'),
  S119: error('6.10', 'a MAC address is in lower case, with colons and leading zeros'),
  S120: error('6.12', 'network traffic has a source or a destination, ports to 65,535, an end only when it is over'),
  S121: error('6.13', 'a process has a property; references and enumerations of its extensions are as stated'),
  S122: error('6.14', 'software is named by CPE 2.3, its languages by RFC 5646', {
    note: 'whether a CPE stands in the NVD dictionary is not looked up; of languages the shape is judged, as producers write ISO 639-2',
  }),
  S123: error('6.15', 'a url is absolute, as in RFC 3986'),
  S124: error('6.16 to 6.18', 'a user account, a registry key and a certificate have a property of their own'),
  S125: error('6.17', 'a registry key has its hive in full, a value its data type from the enumeration'),
  S126: error('6.18.2', 'the extensions of a certificate have at least one property'),
  S130: error('7.1', 'language content refers to an object, and by its exact modified'),
  S131: error('7.1', 'contents are keyed by language tags of RFC 5646, their values are dictionaries'),
  S132: design('7.1', 'keys of contents that the object does not have are ignored, not refused'),
  S135: error('7.2.1', 'a marking definition has a definition_type with a definition, or an extension'),
  S136: error('7.2.1', 'a statement marking has a statement'),
  S137: error('7.2.1', 'TLP 1 is marked by the four objects of the specification and no other'),
  S138: error('TLP 2.0', 'TLP 2.0 is marked by the five objects of its extension and no other'),
  S139: design('7.2.1', 'TLP 1 and TLP 2.0 differ in ids for the same colour, and both are understood'),
  S140: design('7.2.2', 'a granular marking applies to its part, object markings to the whole', {
    note: 'the stricter one wins, and until there are editions it counts for the whole object',
  }),
  S141: error('7.2.3', 'a granular marking has exactly one of lang and marking_ref'),
  S142: error('7.2.3', 'a selector is names and [n] joined by dots'),
  S143: error('7.2.3', 'a selector resolves on its object: [n] on a list, a name on a dictionary'),
  S144: design('7.2.3', 'a selector covers everything below what it selects'),
  S145: warning('IEP 2.0', 'terms of an Information Exchange Policy are of its lists, and the required ones are there', {
    note: 'the policy is a draft; one that is not understood restricts its objects until a partner is cleared',
  }),
  S150: error('7.3', 'an extension does not redefine common properties'),
  S151: error('7.3', 'an object of a new type has the common properties of its kind and at least one of its own'),
  S152: error(
    '7.3.1',
    'an extension definition has schema, version and types, extension_properties only if it adds some at the top',
  ),
  S153: error('7.3.2', 'properties of extensions are named as in STIX, a type has no double hyphen'),
  S154: warning('11', 'properties and types should be added by an extension, not as custom ones', {
    note: 'deprecated and lawful; whoever reads the object need not understand them',
  }),
  S155: design('7.3', 'unknown extensions survive: objects are kept and served byte for byte'),
  S160: error('8.1', 'a bundle has an id bundle--UUID and holds objects, no bundle'),
  S161: error('8.2', 'nothing refers to a bundle'),
  S170: error('9.2', 'constants of a pattern are written as the specification prescribes'),
  S171: design('9.4', 'any run of spaces in a pattern is one'),
  S172: error('9.5', 'observation expressions stand in brackets, qualifiers behind them'),
  S173: error('9.5', 'operands of an AND inside brackets can hold on one object'),
  S174: error('9.5.1', 'WITHIN and REPEATS have a number above 0, START is earlier than STOP, one qualifier of each kind'),
  S175: none('9.5.2', 'operands of AND, OR and FOLLOWEDBY are different observations', EVALUATION),
  S176: design('9.5.3', 'precedence is parentheses, AND, OR, FOLLOWEDBY, from left to right'),
  S177: none('9.6', 'a path that is absent is false', EVALUATION),
  S178: error('9.6.1', 'comparison operators have the operands that they need'),
  S179: none('9.6.1', 'LIKE and MATCHES compare normalised text', EVALUATION),
  S180: none('9.6.2', 'texts are ordered by code points', EVALUATION),
  S181: none('9.6.3', 'binary and hexadecimal constants compare by bytes', EVALUATION),
  S182: error('9.7', 'an object path is a type and named steps, quoted where they hold - or a dot'),
  S183: design('12.7', 'the level of a pattern is stated'),
  S190: error('12.1', 'values are of their data type'),
  S191: design('12.3', 'object and granular markings and extensions are read as sections 7.2 and 7.3 prescribe'),
  S192: design('A', 'confidence as None, Low, Med, High'),
  S193: design('A', 'confidence as 0 to 10'),
  S194: design('A', 'confidence as admiralty credibility, 6 is unspecified'),
  S195: design('A', 'confidence as words of estimative probability'),
  S196: design('A', 'confidence as in ICD 203'),
  S197: design('A', 'a term survives the way to a number and back on its own scale, beside the number the term is kept'),
  S198: design('A', 'what cannot be judged is absent and never 0'),
  P001: error('Parley', 'the Parley extension has the properties that docs/reference/labels.md lists'),
  P002: error('Parley', 'an object nests no deeper than 64 levels, and its texts are well-formed Unicode'),
  P003: error('Parley', 'parentheses of a pattern nest no deeper than 100 levels'),
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleId = keyof typeof RULES;
