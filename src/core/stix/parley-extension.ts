import type { Report } from './check/finding.js';
import { isIdentifier, parseIdentifier } from './format/identifier.js';
import { below, isList, isRecord, type JsonRecord, quote } from './json/json-value.js';

/** Parley's property extension (STIX 7.3), which an author may put on any object. */
export const PARLEY_EXTENSION_ID = 'extension-definition--76b9b87d-ce7d-4acc-8148-7c2570d5aaec';

/** Somebody the object names as a victim; at least one of the properties is there. */
export interface NamedVictim {
  readonly name?: string;
  /** Id of an identity. */
  readonly identity_ref?: string;
  readonly sector?: string;
  readonly region?: string;
}

/** A source that the object rests on. */
export interface NamedSource {
  readonly description: string;
  /** In the author's words, as `A` to `F` of the admiralty scale. */
  readonly reliability?: string;
}

/** What an author says of an object for its release. */
export interface ParleyExtension {
  /** The line of dealing it belongs to. */
  readonly track?: string;
  /** Caveats, as `no-onward`. */
  readonly handling?: readonly string[];
  /** Facets that the object names, as `victim`, where its properties do not show it. */
  readonly names?: readonly string[];
  readonly victims?: readonly NamedVictim[];
  readonly sources?: readonly NamedSource[];
  /** What may be said instead of the detail. */
  readonly tear_line?: string;
}

type Shape = 'text' | 'words' | readonly VictimOrSource[];
interface VictimOrSource {
  readonly name: string;
  readonly required?: boolean;
  readonly isIdentity?: boolean;
}

/** Properties and their shapes: text, a list of texts, or a list of objects with these properties, all text. */
const SHAPES: Readonly<Record<string, Shape>> = {
  track: 'text',
  handling: 'words',
  names: 'words',
  victims: [{ name: 'name' }, { name: 'identity_ref', isIdentity: true }, { name: 'sector' }, { name: 'region' }],
  sources: [{ name: 'description', required: true }, { name: 'reliability' }],
  tear_line: 'text',
};

const PLACE = below('/extensions', PARLEY_EXTENSION_ID);

/** The rule that findings about the extension carry: it is Parley's own, not of the standard. */
const RULE = 'P001';

/** The extension of an object, checked; undefined if the object has none or one that `checkParleyExtension` refuses. */
export const parleyExtensionOf = (object: JsonRecord): ParleyExtension | undefined => {
  const extension = extensionOf(object);
  if (!isRecord(extension)) return undefined;
  let malformed = false;
  checkParleyExtension(object, () => {
    malformed = true;
  });
  if (malformed) return undefined;
  return Object.fromEntries(
    Object.keys(SHAPES).flatMap((name) => (extension[name] === undefined ? [] : [[name, extension[name]]])),
  );
};

/** Reports what is wrong with the extension; unknown properties are left for later versions to give a meaning. */
export const checkParleyExtension = (object: JsonRecord, report: Report): void => {
  const extension = extensionOf(object);
  if (extension === undefined) return;
  if (!isRecord(extension)) {
    report(RULE, PLACE, `${quote(extension)} is not an object`);
    return;
  }
  for (const [name, shape] of Object.entries(SHAPES)) {
    if (extension[name] !== undefined) checkProperty(shape, extension[name], below(PLACE, name), report);
  }
};

const extensionOf = (object: JsonRecord): unknown =>
  isRecord(object.extensions) && Object.hasOwn(object.extensions, PARLEY_EXTENSION_ID)
    ? object.extensions[PARLEY_EXTENSION_ID]
    : undefined;

const checkProperty = (shape: Shape, value: unknown, pointer: string, report: Report): void => {
  if (shape === 'text') {
    checkText(value, pointer, report);
    return;
  }
  if (!isList(value)) {
    report(RULE, pointer, `${quote(value)} is not a list`);
    return;
  }
  value.forEach((item, index) => {
    if (shape === 'words') checkText(item, below(pointer, index), report);
    else checkEntry(shape, item, below(pointer, index), report);
  });
};

const checkEntry = (properties: readonly VictimOrSource[], entry: unknown, pointer: string, report: Report): void => {
  if (!isRecord(entry)) {
    report(RULE, pointer, `${quote(entry)} is not an object`);
    return;
  }
  for (const { name, required = false, isIdentity = false } of properties) {
    const value = entry[name];
    const place = below(pointer, name);
    if (value === undefined) {
      if (required) report(RULE, place, `\`${name}\` is missing`);
    } else if (!isIdentity) checkText(value, place, report);
    else if (!isIdentifier(value) || parseIdentifier(value)?.type !== 'identity') {
      report(RULE, place, `${quote(value)} is not the id of an identity`);
    }
  }
  if (properties.every(({ name }) => entry[name] === undefined)) {
    report(RULE, pointer, `one of ${properties.map(({ name }) => `\`${name}\``).join(', ')} is needed`);
  }
};

const checkText = (value: unknown, pointer: string, report: Report): void => {
  if (typeof value !== 'string' || value.trim() === '') report(RULE, pointer, `${quote(value)} is not text`);
};
