import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ParleyError } from '../../core/errors.js';
import { demoGuests, type Guest } from '../demo-guests.js';
import { DONE } from '../exit-status.js';
import { plan } from '../plan.js';
import type { Shell } from '../shell.js';
import { shellWord } from '../shell-word.js';
import { readStory, tellStory } from '../tell-story.js';

export const demo = plan({
  name: 'demo',
  summary: 'serve a home that tells the demonstration story, with a token and a curl line for each partner',
  examples: ['parley demo', 'parley demo --home /tmp/parley-demo', 'PARLEY_PORT=0 parley demo'],
  answer:
    '{url, home, partners: [{participant, name, standing, token, objects, collection, url, curl, withheld}]}, as soon as it listens',
  homeOption: async (given) => given ?? (await mkdtemp(join(tmpdir(), 'parley-demo-'))),
  run: async (shell) => {
    const stopped = shell.context.untilStopped();
    await prepare(shell);
    const serving = await shell.context.startServer(shell.home, { behindProxy: false });
    try {
      if (serving.operationsUrl !== undefined) await shell.note(`parley operations on ${serving.operationsUrl}`);
      const guests = await shell.house((house) => demoGuests(house, serving.url));
      await shell.answer({ url: serving.url, home: shell.home, partners: guests }, () => ({
        text: [
          ...guests.map((guest) => guestText(shell, guest)),
          ...tryLines(shell, guests),
          `parley listening on ${serving.url}`,
        ].join('\n'),
      }));
      await stopped;
    } finally {
      await serving.stop();
    }
    return DONE;
  },
});

/** Founds the home and tells the story; a home of this story is served as it is, any other is refused. */
const prepare = async (shell: Shell): Promise<void> => {
  const { context, home } = shell;
  const story = await readStory(context.storyDir);
  const { name, operator } = story.host;
  if (context.isHome(home)) {
    const node = await shell.house((house) => house.store.read((reader) => reader.registry.node()));
    if (node?.name !== name) throw new ParleyError('home-exists', { home });
    return;
  }
  await shell.note('telling the story of the demonstration');
  await context.foundHome(home, { name, operator });
  await shell.house((house) => tellStory(house, context.storyDir, story));
};

const guestText = ({ paint }: Shell, { participant, name, standing, objects, token, curl }: Guest): string =>
  [
    `${paint.bold(name)} (${participant}): ${standing}`,
    `  gets ${objectsInWords(objects)}`,
    `  token ${token}`,
    curl === undefined ? '  it may list no collection' : `  ${paint.cyan(curl)}`,
    '',
  ].join('\n');

const objectsInWords = (objects: Guest['objects']): string => {
  const counts = Object.entries(objects).map(([alias, count]) => `${count} objects of ${alias}`);
  return counts.length === 0 ? 'nothing' : counts.join(', ');
};

/** What an operator of the host would look at next; in a checkout, where `parley` is not on the path. */
const tryLines = ({ home, paint }: Shell, guests: readonly Guest[]): readonly string[] => {
  const at = `--home ${shellWord(home)}`;
  const poor = guests.findLast(({ withheld }) => withheld !== undefined);
  const rich = guests.find(({ collection }) => collection !== undefined);
  return [
    paint.dim('next, as the host, in another terminal:'),
    ...(poor?.withheld === undefined
      ? []
      : [`  node dist/main.js explain ${at} --participant ${poor.participant} --object ${poor.withheld}`]),
    ...(rich?.collection === undefined
      ? []
      : [`  node dist/main.js preview ${at} --participant ${rich.participant} --collection ${rich.collection}`]),
    '',
  ];
};
