/** STIX 3.1: names of types and properties "MUST be between 3 and 250 characters"; keys of dictionaries are as long at most. */
const NAME_LENGTH_MIN = 3;
export const NAME_LENGTH_MAX = 250;

const PROPERTY_CHARACTERS = /^[a-z][a-z0-9_]*$/;
/** STIX 3.1, 7.3.2: words of a-z and 0-9 joined by one hyphen, beginning with a letter. */
const TYPE_CHARACTERS = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const KEY_CHARACTERS = /^[A-Za-z0-9_-]+$/;

/** What keeps a text from being a name: its length (S031) or its characters (S030). */
type NameFault = 'S030' | 'S031';

const nameFaultOf = (name: string, characters: RegExp): NameFault | undefined => {
  if (name.length < NAME_LENGTH_MIN || name.length > NAME_LENGTH_MAX) return 'S031';
  return characters.test(name) ? undefined : 'S030';
};

/** STIX 3.1: "The name `id` is an exception" to the length. */
export const propertyNameFaultOf = (name: string): NameFault | undefined =>
  name === 'id' ? undefined : nameFaultOf(name, PROPERTY_CHARACTERS);

export const typeNameFaultOf = (name: string): NameFault | undefined => nameFaultOf(name, TYPE_CHARACTERS);

/** STIX 2.3: "limited to ... a-z, A-Z, numerals 0-9, hyphen and underscore", "no longer than 250 ASCII characters". */
export const isDictionaryKey = (key: string): boolean => key.length <= NAME_LENGTH_MAX && KEY_CHARACTERS.test(key);

/** STIX 3.8: these names "MUST NOT ... be present in any STIX content". */
export const RESERVED_NAMES: ReadonlySet<string> = new Set(['severity', 'username', 'phone_number', 'action']);
