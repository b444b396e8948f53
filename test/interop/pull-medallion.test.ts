import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { idOf, indicator, range } from '../http/stage.js';
import { answerOf, freshHome } from '../program.js';
import { pythonPrograms } from './python.js';

const COLLECTION = '91a7b528-80eb-42ed-a74d-c6fbd5a26116';
const OBJECTS = range(1, 57).map((number) => indicator(number));
/** Several objects share a date: medallion pages behind one `next` for all pages, and keeps the place itself. */
const dateOf = (at: number): string => `2026-03-01T00:00:${String(Math.floor(at / 4)).padStart(2, '0')}.000000Z`;

const LANTERN = {
  '/discovery': { title: 'Lantern', default: '/lantern/', api_roots: ['/lantern/'] },
  lantern: {
    information: { title: 'Lantern', versions: ['application/taxii+json;version=2.1'], max_content_length: 9_765_625 },
    status: [],
    collections: [
      {
        id: COLLECTION,
        title: 'Relays',
        can_read: true,
        can_write: true,
        media_types: ['application/stix+json;version=2.1'],
        manifest: OBJECTS.map(({ id, modified }, at) => ({
          id,
          date_added: dateOf(at),
          version: modified,
          media_type: 'application/stix+json;version=2.1',
        })),
        objects: OBJECTS.map((object, at) => ({ ...object, _date_added: dateOf(at) })),
      },
    ],
  },
};

let medallion: ChildProcess;
let url: string;
let environment: Readonly<Record<string, string>>;
let folder: string;
let remove: () => Promise<void>;

const answers = async (): Promise<void> => {
  while (
    !(await fetch(url).then(
      () => true,
      () => false,
    ))
  )
    await sleep(50);
};

beforeAll(async () => {
  const fresh = await freshHome();
  remove = fresh.remove;
  environment = { PARLEY_HOME: fresh.home };
  folder = join(fresh.home, '..');
  const [content, configuration] = [join(folder, 'data.json'), join(folder, 'medallion.json')];
  await writeFile(content, JSON.stringify(LANTERN));
  await writeFile(
    configuration,
    JSON.stringify({
      backend: { module: 'medallion.backends.memory_backend', module_class: 'MemoryBackend', filename: content },
      users: { northern: 'a password of tests' },
      taxii: { max_page_size: 10 },
    }),
  );
  await writeFile(join(folder, 'password'), 'a password of tests\n');
  medallion = spawn(join(await pythonPrograms(), 'python'), [resolve('test/interop/python/run-medallion.py'), configuration]);
  const [port] = (await once(medallion.stdout ?? medallion, 'data')) as [Buffer];
  url = `http://127.0.0.1:${Number(port.toString())}/taxii2/`;
  await answers();
  await answerOf(['init', '--name', 'Northern Cell'], environment);
  await answerOf(['collection', 'add', 'relays', '--title', 'Relays', '--track', 'cyber'], environment);
});
afterAll(async () => {
  medallion.kill('SIGKILL');
  await remove();
});

const pull = () =>
  answerOf<Record<string, unknown>>(
    [
      ...['pull', url, '--collection', 'Relays', '--into', 'relays', '--allow-private'],
      ...['--user', 'northern', '--password-file', join(folder, 'password')],
    ],
    environment,
  );

it('parley pull drains medallion, each object once, and asks the next time for what came since', async () => {
  expect(await pull()).toMatchObject({ read: 57, accepted: 57, duplicates: 0, rejected_total: 0 });
  const { object } = await answerOf<{ object: { id: string } }>(['object', 'show', idOf('indicator', 57)], environment);
  expect(object.id).toBe(idOf('indicator', 57));
  expect(await pull()).toMatchObject({ accepted: 0, rejected_total: 0 });
});
