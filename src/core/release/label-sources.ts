import { PAP_LEVELS, TLP_LEVELS } from '../stix/marking/tlp-marking.js';
import { GIVEN_KEYS } from './given-labels.js';
import type { Labels } from './labels.js';

/** One row of the table in docs/reference/labels.md. */
export interface LabelSource {
  readonly values: string;
  /** Where an object's own label comes from. */
  readonly object: string;
  /** Keys of `--label` that speak of it; none: an operator cannot give it. */
  readonly given: readonly string[];
  /** What it is when nobody says anything. */
  readonly otherwise: string;
}

const code = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ');

/** Where every label comes from. A label without a row does not compile; a row that is not true fails its test. */
export const LABEL_SOURCES: Readonly<Record<keyof Labels, LabelSource>> = {
  kind: { values: 'a STIX type, as `indicator`', object: '`type`', given: [], otherwise: '(always there)' },
  track: {
    values: 'a track of the node, as `cyber`; one that the node does not know is closed for everybody',
    object: '`track` of the Parley extension',
    given: ['track'],
    otherwise: 'the track of the collection',
  },
  tlp: {
    values: code(TLP_LEVELS),
    object:
      "TLP 1 and TLP 2.0 markings (`white` is `clear`), the `tlp` of an IEP 2.0 marking, definitions whose name or statement is exactly a tag, as `TLP:RED`; the standard's own marking definitions are themselves `clear`",
    given: ['tlp', 'marking'],
    otherwise: 'none: unlabelled',
  },
  pap: {
    values: code(PAP_LEVELS),
    object: 'marking definitions that name a PAP level (`white` is `clear`)',
    given: ['pap', 'marking'],
    otherwise: 'none',
  },
  iep: {
    values: '`TERM:VALUE` of an IEP 2.0 marking, as `permitted_actions:none`',
    object: 'IEP 2.0 markings; a policy with a term that is not understood counts as a marking',
    given: ['marking'],
    otherwise: 'none',
  },
  markings: {
    values: 'ids of marking definitions',
    object: 'every other marking, also one that is not known (yet). A statement, as a copyright line is, never counts',
    given: ['marking'],
    otherwise: 'none',
  },
  handling: {
    values: "caveats in the host's words, as `no-onward`",
    object: '`handling` of the Parley extension',
    given: ['handling'],
    otherwise: 'none',
  },
  facets: {
    values: 'facets of the rule book (`rulebook/views.json`), as `victim`',
    object: 'what the selectors of the facet find in the object; `names` of the Parley extension',
    given: ['names'],
    otherwise: 'none',
  },
  confidence: {
    values: code(['none', 'low', 'med', 'high', 'unspecified']),
    object: '`confidence`: 0, 1-29, 30-69, 70-100 (STIX 2.1, Appendix A)',
    given: [],
    otherwise: '`unspecified`',
  },
  originator: {
    values: 'the id of a participant, or null: the host',
    object: 'who released it first: `import --originator`, or who wrote it to a collection',
    given: [],
    otherwise: 'null',
  },
};

/** The tables of docs/reference/labels.md, in Markdown. */
export const labelTables = (): string => {
  const rows = Object.entries(LABEL_SOURCES).map(
    ([label, { values, object, given, otherwise }]) =>
      `| \`${label}\` | ${values} | ${object} | ${given.length > 0 ? code(given) : '-'} | ${otherwise} |`,
  );
  const keys = [...GIVEN_KEYS].map(([key, { values }]) => `| \`${key}\` | ${values} |`);
  return [
    '| label | values | from the object | `--label` keys | otherwise |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    '| `--label` key | values |',
    '|---|---|',
    ...keys,
  ].join('\n');
};
