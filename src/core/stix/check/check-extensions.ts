import { parseIdentifier } from '../format/identifier.js';
import { below, isRecord, type JsonRecord, kindOfValue, quote } from '../json/json-value.js';
import { NAME_LENGTH_MAX } from '../model/names.js';
import { standardKindOf } from '../model/object-types.js';
import { PREDEFINED_EXTENSIONS } from '../model/predefined-extensions.js';
import { ENUMERATIONS } from '../model/vocabularies.js';
import { checkParleyExtension } from '../parley-extension.js';
import type { Check, Scene } from './check.js';
import { checkCustom } from './check-names.js';
import { compileType } from './compile-type.js';

/** STIX 11.3 (deprecated): names of custom extensions end in `-ext`, as the predefined ones do. */
const EXTENSION_NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*-ext$/;

const EXTENSION_TYPES: readonly string[] = ENUMERATIONS['extension-type-enum'];

interface Predefined {
  readonly type: string;
  readonly check: Check;
}

const PREDEFINED: ReadonlyMap<string, Predefined> = new Map(
  Object.entries(PREDEFINED_EXTENSIONS).flatMap(([type, extensions]) =>
    Object.entries(extensions).map(([key, extension]) => [key, { type, check: compileType(extension) }] as const),
  ),
);

/** Reports what is wrong with the extensions of an object (STIX 3.2, 3.10, 7.3), as far as their definitions need not be known. */
export const checkExtensions = (object: JsonRecord, scene: Scene): void => {
  if (!isRecord(object.extensions)) return;
  for (const [key, extension] of Object.entries(object.extensions)) {
    const pointer = below('/extensions', key);
    if (extension === null) continue;
    if (!isRecord(extension)) scene.error('S053', pointer, `an extension is ${kindOfValue(extension)}: write an object`);
    else checkExtension(key, extension, pointer, scene);
  }
  checkParleyExtension(object, scene.error);
};

const checkExtension = (key: string, extension: JsonRecord, pointer: string, scene: Scene): void => {
  const predefined = PREDEFINED.get(key);
  if (predefined !== undefined) {
    if (predefined.type === scene.object.type) predefined.check(extension, pointer, scene);
    else scene.error('S079', pointer, `${quote(key)} belongs on a \`${predefined.type}\`: leave it out here`);
    return;
  }
  const isDefined = parseIdentifier(key)?.type === 'extension-definition';
  if (isDefined) checkExtensionType(extension.extension_type, pointer, scene);
  else if (key.length > NAME_LENGTH_MAX || !EXTENSION_NAME.test(key)) {
    scene.error('S053', pointer, `${quote(key)} is neither the id of an extension definition nor a name that ends in -ext`);
  } else scene.warn('S154', pointer, `${quote(key)} is a custom extension: define it and key it by the id of the definition`);
  for (const [name, value] of Object.entries(extension)) checkCustom(name, value, below(pointer, name), scene, 'S153');
};

const checkExtensionType = (type: unknown, pointer: string, { error, object }: Scene): void => {
  if (typeof type === 'string' && EXTENSION_TYPES.includes(type)) {
    if (!type.startsWith('new-') || standardKindOf(String(object.type)) === undefined) return;
    error(
      'S150',
      below(pointer, 'extension_type'),
      `${quote(object.type)} is a type of the standard: no extension declares it new`,
    );
    return;
  }
  const found = type === undefined ? '`extension_type` is missing' : `${quote(type)} is no extension type`;
  error('S053', below(pointer, 'extension_type'), `${found}: write one of ${EXTENSION_TYPES.join(', ')}`);
};
