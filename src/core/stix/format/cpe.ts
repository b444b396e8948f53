import { quote } from '../json/json-value.js';
import { languageTagFaultOf } from './language-tag.js';

const PREFIX = 'cpe:2.3:';
const LENGTH_MAX = 4_096;

/** NISTIR 7695 figure 6-3: a letter, a digit, `-`, `.` or `_`; or a backslash and any other mark. Never both: `\-` is not written. */
const CHARACTER = `(?:[A-Za-z0-9\\-._]|\\\\[\\\\*?!"#$%&'()+,/:;<=>@[\\]^\`{|}~])`;
/** `?` and `*` stand unescaped only at the ends. */
const ATTRIBUTE = new RegExp(`^(?:\\*|-|(?:\\?+|\\*)?${CHARACTER}+(?:\\?+|\\*)?)$`);

const PARTS = new Set(['a', 'h', 'o', '*', '-']);
const ATTRIBUTES = [
  'part',
  'vendor',
  'product',
  'version',
  'update',
  'edition',
  'language',
  'software edition',
  'target software',
  'target hardware',
  'other',
] as const;

const NO_CPE = 'is not a CPE 2.3 name, as `cpe:2.3:a:microsoft:word:2000:*:*:*:*:*:*:*`';

/** What keeps a text from being the formatted string of a CPE 2.3 name (STIX 6.14, NISTIR 7695 6.2). */
export const cpeFaultOf = (value: string): string | undefined => {
  if (value.length > LENGTH_MAX || value.slice(0, PREFIX.length).toLowerCase() !== PREFIX) return NO_CPE;
  const values = attributesOf(value.slice(PREFIX.length));
  if (values.length !== ATTRIBUTES.length) return `${NO_CPE}: it has ${values.length} attributes, not ${ATTRIBUTES.length}`;
  const at = values.findIndex((attribute, index) => !isAttribute(attribute, ATTRIBUTES[index]));
  return at < 0 ? undefined : `${NO_CPE}: ${quote(values[at])} is no ${ATTRIBUTES[at]}`;
};

const isAttribute = (value: string, name: string | undefined): boolean => {
  if (name === 'part') return PARTS.has(value.toLowerCase());
  if (name === 'language') return value === '*' || value === '-' || languageTagFaultOf(value) === undefined;
  return ATTRIBUTE.test(value);
};

/** Parted by colons that no backslash precedes. */
const attributesOf = (text: string): readonly string[] => {
  const attributes: string[] = [];
  let begin = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === ':') {
      attributes.push(text.slice(begin, at));
      begin = at + 1;
    }
  }
  return [...attributes, text.slice(begin)];
};
