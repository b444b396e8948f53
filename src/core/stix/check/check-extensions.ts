import { parseIdentifier } from '../format/identifier.js';
import { below, isRecord, type JsonRecord, kindOfValue, quote } from '../json/json-value.js';
import { checkParleyExtension } from '../parley-extension.js';
import type { Report } from './finding.js';

/** STIX 10.5. */
const EXTENSION_TYPES = ['new-sdo', 'new-sco', 'new-sro', 'property-extension', 'toplevel-property-extension'];

/** STIX 11.3 (deprecated): names of custom extensions end in `-ext`, as the predefined ones do. */
const EXTENSION_NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*-ext$/;

/** Reports what is wrong with the extensions of an object (STIX 3.2, 7.3), as far as their definitions need not be known. */
export const checkExtensions = (object: JsonRecord, report: Report): void => {
  if (!isRecord(object.extensions)) return;
  for (const [key, extension] of Object.entries(object.extensions)) {
    const pointer = below('/extensions', key);
    if (!isRecord(extension)) report('S053', pointer, `an extension is ${kindOfValue(extension)}: write an object`);
    else if (parseIdentifier(key)?.type === 'extension-definition') checkExtensionType(extension.extension_type, pointer, report);
    else if (!EXTENSION_NAME.test(key)) {
      report('S053', pointer, `${quote(key)} is neither the id of an extension definition nor a name that ends in -ext`);
    }
  }
  checkParleyExtension(object, report);
};

const checkExtensionType = (type: unknown, pointer: string, report: Report): void => {
  if (typeof type === 'string' && EXTENSION_TYPES.includes(type)) return;
  const found = type === undefined ? '`extension_type` is missing' : `${quote(type)} is no extension type`;
  report('S053', below(pointer, 'extension_type'), `${found}: write one of ${EXTENSION_TYPES.join(', ')}`);
};
