import type { Labels } from '../../core/release/labels.js';
import type { BookProblem } from '../../exchange/ports/rule-engine.js';
import { classEntity, collectionEntity, prepareRules, profileEntity, type Question } from './prepared-rules.js';
import { errorAt } from './problem.js';
import { SCHEMA_FILE, type SchemaText } from './schema-file.js';

const FULL: Labels = {
  kind: 'report',
  track: 'cyber',
  tlp: ['amber'],
  pap: ['amber'],
  iep: ['permitted_actions:none'],
  markings: ['marking-definition--00000000-0000-4000-8000-000000000000'],
  handling: ['no-onward'],
  facets: ['victim'],
  confidence: 'high',
  originator: 'participant',
};

/** Where the schema of a book refuses what Parley passes to the rules: such a book would deny everything, each time with an error. */
export const misfitsOf = (hash: string, { text, declared }: SchemaText): readonly BookProblem[] => {
  const empty = prepareRules(`${hash} fit`, text, {});
  const principal = profileEntity({ tiers: { cyber: 1 }, groups: ['a'], clearances: ['tlp:amber'], consents: ['participant'] });
  const about = (action: string, labels: Labels): Question => ({
    action,
    principal,
    resource: classEntity(labels),
    context: { own: false },
  });
  const questions = [
    about('release', FULL),
    about('release', { ...FULL, originator: null }),
    ...declared.map((action) => about(action, FULL)),
    { action: 'list-collection', principal, resource: collectionEntity({ track: 'cyber' }), context: {} },
  ];
  const messages = questions.flatMap((question) => empty.ask(question).errors.map(({ message }) => message));
  return [...new Set(messages)].map((message) =>
    errorAt({ file: SCHEMA_FILE, line: 1 }, 'schema-misfit', `the schema does not take what the node passes to it: ${message}`),
  );
};
