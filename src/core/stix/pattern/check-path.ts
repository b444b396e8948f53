import { quote } from '../json/json-value.js';
import { isDictionaryKey, propertyNameFaultOf, typeNameFaultOf } from '../model/names.js';
import type { ObjectPath } from './pattern.js';
import type { ReportFault } from './pattern-fault.js';

/**
 * Reports names that no object can have. The first step is a property of the object; further ones may as well be keys of a
 * dictionary (`file:hashes.MD5`), which only the object shows, so they are held to the wider rule of keys.
 */
export const checkPath = ({ type, steps }: ObjectPath, report: ReportFault): void => {
  const [first, ...rest] = steps;
  const typeFault = typeNameFaultOf(type.name);
  if (typeFault)
    report(typeFault, type.at, `${quote(type.name)} is not an object type: write 3 to 250 of a-z, 0-9 and single hyphens`);
  const nameFault = propertyNameFaultOf(first.name);
  if (nameFault) report(nameFault, first.at, `${quote(first.name)} is not a property name: write 3 to 250 of a-z, 0-9 and _`);
  for (const step of rest) {
    if (step.kind !== 'name') continue;
    const { name, at } = step;
    if (!isDictionaryKey(name)) {
      report('S003', at, `${quote(name)} is no name of a property or key: write up to 250 of a-z, A-Z, 0-9, - and _`);
    }
  }
};
