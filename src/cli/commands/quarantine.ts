import { LIMITS } from '../../core/limits.js';
import { visible } from '../../core/stix/json/json-value.js';
import { dropQuarantined, listQuarantine, type QuarantinedObject, showQuarantined } from '../../exchange/quarantine.js';
import { jsonText } from '../json-text.js';
import { count, place, type RulingOptions, timeOf, withRuling } from '../options.js';
import { group, plan } from '../plan.js';
import { table } from '../table.js';

const answerOf = ({ num, at, ...rest }: QuarantinedObject) => ({ number: num, at: timeOf(at), ...rest });

const quarantineList = plan<{ readonly limit?: number; readonly after?: number }>({
  name: 'list',
  summary: 'show objects that came and conflict with what is stored under their id',
  shape: (command) =>
    command
      .option('--limit <n>', 'at most so many (default: all)', count)
      .option('--after <number>', 'go on behind this: the `next` of the answer before', place),
  examples: ['parley quarantine list', 'parley quarantine list --limit 100 --after 100'],
  answer: '{quarantined: [{number, at, id, collection, originator, code, message, bytes}], next?}',
  run: (shell, { limit = LIMITS.quarantined_max, after = 0 }) =>
    shell.house(async (house) => {
      // One more tells whether there are more.
      const found = await listQuarantine(house, { after, limit: limit + 1 });
      const quarantined = found.slice(0, limit).map(answerOf);
      const next = found.length > limit ? quarantined.at(-1)?.number : undefined;
      return shell.answer(next === undefined ? { quarantined } : { quarantined, next }, () => ({
        text: table(
          shell.paint,
          ['number', 'came', 'object', 'collection', 'from', 'why'],
          quarantined.map(({ number, at, id, collection, originator, code }) => {
            return [String(number), at ?? '', visible(id), collection, originator ?? 'the host', code];
          }),
        ),
        next: next === undefined ? 'quarantine show NUMBER' : `quarantine list --after ${next}`,
      }));
    }),
});

const quarantineShow = plan<unknown, [number: number]>({
  name: 'show',
  summary: 'show an object in quarantine: why it is there, and its text',
  shape: (command) => command.argument('<number>', 'its number, as `quarantine list` shows it', place),
  examples: ['parley quarantine show 7'],
  answer: '{quarantined: {number, at, id, collection, originator, code, message, bytes, content}}',
  run: (shell, _options, number) =>
    shell.house(async (house) => {
      const found = await showQuarantined(house, number);
      return shell.answer({ quarantined: { ...answerOf(found), content: found.content } }, () => ({
        text: `${shell.paint.red(found.code)}  ${found.message}\n${jsonText(found.content)}`,
        next: `object show ${found.id}`,
      }));
    }),
});

const quarantineDrop = plan<RulingOptions, [number: number]>({
  name: 'drop',
  summary: 'take an object out of the quarantine for good',
  shape: (command) => withRuling(command.argument('<number>', 'its number, as `quarantine list` shows it', place)),
  examples: ['parley quarantine drop 7 --by admin --reason "asked lantern: a copy that was edited by hand"'],
  answer: '{dropped: true}',
  run: (shell, { by, reason }, number) =>
    shell.house(async (house) => {
      await dropQuarantined(house, { num: number, by, reason });
      return shell.answer({ dropped: true }, () => ({ text: `${number} is dropped`, next: 'quarantine list' }));
    }),
});

export const quarantine = group('quarantine', 'objects that conflict with what is stored under their id', [
  quarantineList,
  quarantineShow,
  quarantineDrop,
]);
