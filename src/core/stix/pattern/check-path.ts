import { quote } from '../json/json-value.js';
import type { ObjectPath } from './pattern.js';
import type { ReportFault } from './pattern-fault.js';

const NAME_LENGTH_MAX = 250;
/** STIX 3.1, 7.3.2: words of a-z and 0-9 joined by one hyphen, beginning with a letter. */
const TYPE_NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
/** STIX 3.1, 7.3.2: a-z, 0-9 and underscore, beginning with a letter. */
const PROPERTY_NAME = /^[a-z][a-z0-9_]*$/;
/** STIX 2.3. */
const KEY = /^[A-Za-z0-9_-]+$/;

/**
 * Reports names that no object can have. The first step is a property of the object; further ones may as well be keys of a
 * dictionary (`file:hashes.MD5`), which only the object shows, so they are held to the wider rule of keys.
 */
export const checkPath = ({ type, steps }: ObjectPath, report: ReportFault): void => {
  const [first, ...rest] = steps;
  checkName(type, TYPE_NAME, 'an object type: write 3 to 250 of a-z, 0-9 and single hyphens', report);
  checkName(first, PROPERTY_NAME, 'a property name: write 3 to 250 of a-z, 0-9 and _', report);
  for (const step of rest) {
    if (step.kind !== 'name') continue;
    const { name, at } = step;
    if (name.length > NAME_LENGTH_MAX || !KEY.test(name)) {
      report('S003', at, `${quote(name)} is no name of a property or key: write up to 250 of a-z, A-Z, 0-9, - and _`);
    }
  }
};

const checkName = (
  { name, at }: { readonly name: string; readonly at: number },
  form: RegExp,
  wanted: string,
  report: ReportFault,
): void => {
  // STIX 3.1: the name `id` is the exception.
  if (name === 'id' && form === PROPERTY_NAME) return;
  if (name.length < 3 || name.length > NAME_LENGTH_MAX) report('S031', at, `${quote(name)} is not ${wanted}`);
  else if (!form.test(name)) report('S030', at, `${quote(name)} is not ${wanted}`);
};
