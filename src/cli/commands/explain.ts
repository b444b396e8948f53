import { explain } from '../../exchange/explain.js';
import { explanationText } from '../explanation-text.js';
import { plan } from '../plan.js';

export const explainRuling = plan<{ participant: string; object: string; version?: string }>({
  name: 'explain',
  summary: 'say why a partner does or does not get an object, for the eyes of the host',
  shape: (command) =>
    command
      .requiredOption('--participant <slug>', 'partner')
      .requiredOption('--object <stix-id>', 'object')
      .option('--version <iso>', 'version of the object (default: the newest)'),
  examples: [
    'parley explain --participant meridian --object indicator--0b6f3a5e-7f0f-4f2a-9f8b-1a2b3c4d5e6f',
    'parley explain --participant meridian --object indicator--0b6f3a5e-7f0f-4f2a-9f8b-1a2b3c4d5e6f --version 2026-05-03T10:00:00.000Z',
  ],
  answer:
    '{participant, object, version, collection, labels, decision, view: {name, conceals}, lowered_by: [{cause, detail}], rules: [{id, effect, action, reason, unmet?}], path: [{change, detail}]}',
  run: (shell, { participant, object, version }) =>
    shell.house(async (house) => {
      const explanation = await explain(house, { participant, object, version });
      return shell.answer(explanation, () => ({
        text: explanationText(shell.paint, explanation),
        next: `preview --participant ${participant} --collection ${explanation.collection}`,
      }));
    }),
});
