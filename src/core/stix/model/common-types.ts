import { languageTag } from './formats.js';
import { formatted, hashes, identifier, list, record, required, string, under } from './property-type.js';

/** STIX 2.5. */
export const externalReference = record('external-reference', {
  source_name: under('S007', required(string)),
  description: under('S007', string),
  url: under('S007', string),
  hashes,
  external_id: under('S007', string),
});

/** STIX 2.11. */
export const killChainPhase = record('kill-chain-phase', {
  kill_chain_name: under('S020', required(string)),
  phase_name: under('S020', required(string)),
});

/** STIX 7.2.3. */
export const granularMarking = record('granular-marking', {
  lang: formatted(languageTag('S049')),
  marking_ref: under('S051', identifier('marking-definition')),
  selectors: under('S142', required(list(string))),
});
