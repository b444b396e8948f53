import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { languageSubtagsSource } from './language-subtags-source.js';

/** Writes src/core/stix/format/language-subtags.ts anew, after an update of the package `language-subtag-registry`. */
const root = new URL('../', import.meta.url);
const registry = readFileSync(new URL('node_modules/language-subtag-registry/data/json/registry.json', root), 'utf8');
const target = fileURLToPath(new URL('src/core/stix/format/language-subtags.ts', root));
writeFileSync(target, languageSubtagsSource(registry));
console.log(`wrote ${target}`);
