import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LEDGER_EVENTS } from '../../src/core/ledger/event.js';
import { LEAF_LENGTH, parseLeaf } from '../../src/core/ledger/leaf.js';
import { tilePath } from '../../src/core/ledger/tile.js';
import { openStage, publishIndicators, range, type Stage } from './stage.js';

const page = await readFile(join(import.meta.dirname, '../../docs/reference/ledger.md'), 'utf8');
const recipes = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, recipe = '']) => recipe);

describe('docs/reference/ledger.md', () => {
  it('names every event that a partner is told of, with its facts in both ledgers, and no other', () => {
    const [, told = ''] = page.split('## What is told');
    const rows = [...told.matchAll(/^\| `([a-z-]+)` \| ([^|]*)\| ([^|]*)\|$/gm)].map(([, kind, own, common]) => [
      kind,
      own,
      common,
    ]);
    const cell = (names: readonly string[] = []) => names.map((name) => `\`${name}\``).join(', ');
    const expected = Object.entries(LEDGER_EVENTS as Record<string, { own?: readonly string[]; common?: readonly string[] }>)
      .filter(([, { own, common }]) => own !== undefined || common !== undefined)
      .map(([kind, { own, common }]) => [kind, cell(own), cell(common)]);
    expect(rows.map((cells) => cells.map((text) => text?.trim()))).toEqual(expected);
  });

  it('shows a leaf and a path that are ones', () => {
    const leaf = /^ {4}(\d{4}-\S+Z \S+=)$/m.exec(page)?.[1] ?? '';
    expect(leaf).toHaveLength(LEAF_LENGTH);
    expect(page).toContain(`a line of ${LEAF_LENGTH} characters`);
    expect(parseLeaf(Buffer.from(leaf))).toBeDefined();
    expect(page).toContain(
      `1234067 is \`${tilePath({ kind: 'entries', index: 1_234_067, width: 256 }).slice('tile/entries/'.length)}\``,
    );
  });
});

describe('the recipes of the page', () => {
  let stage: Stage;
  let dir: string;

  beforeAll(async () => {
    stage = await openStage();
    await publishIndicators(stage, range(1, 3));
    await stage.app.listen({ host: '127.0.0.1', port: 0 });
    dir = await mkdtemp(join(tmpdir(), 'parley-recipe-'));
  });
  afterAll(async () => {
    await stage.close();
    await rm(dir, { recursive: true });
  });

  const run = async (recipe: string): Promise<string> => {
    const { port } = stage.app.server.address() as AddressInfo;
    const env = {
      PATH: process.env.PATH,
      BASE: `http://127.0.0.1:${port}`,
      TOKEN: stage.meridian.token,
      COLLECTION: stage.ics.id,
    };
    return (await promisify(execFile)('sh', ['-ec', recipe], { cwd: dir, env })).stdout;
  };

  it('find the leaf of a page by the digest of what was received', async () => {
    const opening = JSON.parse(await run(recipes[0] ?? '')) as { payload: string };
    expect(JSON.parse(opening.payload)).toMatchObject({ kind: 'delivered', endpoint: 'objects', entries: '1-3' });
    await publishIndicators(stage, [4]);
    expect(JSON.parse(await run(recipes[0] ?? ''))).toMatchObject({ index: expect.any(Number) });
  });

  it('give the digest of a listing', async () => {
    const [digest] = (await run(recipes[1] ?? '')).split(' ');
    const ledger = await stage.house.store.read((reader) => reader.ledgers.find('own', stage.meridian.participant.num));
    const leaves = await stage.house.store.read((reader) => reader.ledgers.leaves(ledger?.num ?? 0, 0, ledger?.size ?? 0));
    expect(JSON.parse(leaves.at(-1)?.payload ?? '')).toMatchObject({ endpoint: 'manifest', content: `sha256:${digest}` });
  });
});
