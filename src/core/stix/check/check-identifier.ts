import { isIdentifier, parseIdentifier } from '../format/identifier.js';
import { type JsonRecord, quote } from '../json/json-value.js';
import { CONTRIBUTING_PROPERTIES, deterministicIdOf } from '../model/deterministic-id.js';
import { OBSERVABLE_OBJECTS } from '../model/observable-objects.js';
import type { PropertyType } from '../model/property-type.js';
import type { Scene } from './check.js';

/** Reports what is wrong with the id of an object of a type (STIX 2.9). */
export const checkIdentifier = (type: string, object: JsonRecord, { error, warn }: Scene): void => {
  const { id } = object;
  if (id === undefined) error('S012', '/id', `\`id\` is missing: write ${type}--UUID`);
  else if (id === null) return;
  else if (!isIdentifier(id)) {
    error('S012', '/id', `${quote(id)} is not an identifier: write ${type}--UUID, the UUID as in RFC 4122`);
  } else if (parseIdentifier(id)?.type !== type) error('S012', '/id', `${quote(id)} does not begin with the type \`${type}\``);
  else if (Object.hasOwn(CONTRIBUTING_PROPERTIES, type)) checkVersion(type, id, object, { error, warn });
};

/** Types that cannot be without a contributing property. */
const REQUIRES: ReadonlySet<string> = new Set(
  Object.entries(OBSERVABLE_OBJECTS).flatMap(([type, table]) => {
    const contributing = CONTRIBUTING_PROPERTIES[type] ?? [];
    return Object.entries<PropertyType>(table).some(([name, { required }]) => required === true && contributing.includes(name))
      ? [type]
      : [];
  }),
);

const VERSION_AT = -22;

/**
 * "If the contributing properties are all optional, and none are present on the SCO, then a UUIDv4 MUST be used." With some
 * present, one of version 5 SHOULD follow from them; another version tells only that its producer did not compute it.
 */
const checkVersion = (type: string, id: string, object: JsonRecord, { error, warn }: Pick<Scene, 'error' | 'warn'>): void => {
  const version = id.at(VERSION_AT);
  const isBare = (CONTRIBUTING_PROPERTIES[type] ?? []).every((name) => object[name] === undefined);
  if (isBare) {
    // Where one is required, that it is missing is what is wrong.
    if (REQUIRES.has(type) || version === '4') return;
    const why = type === 'process' ? 'as the id of a process is' : 'as it is where no contributing property is there';
    error('S015', '/id', `${quote(id)} is not of version 4, ${why}`);
  } else if (version === '5') {
    const computed = deterministicIdOf(object);
    if (computed !== undefined && computed !== id.toLowerCase()) {
      warn('S016', '/id', `${quote(id)} does not follow from the contributing properties: that would be \`${computed}\``);
    }
  }
};
