import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliContext } from '../../src/compose.js';
import { readConfig } from '../../src/config.js';
import type { Exposed } from '../../src/exchange/disclosure/exposure.js';
import { documentOf, freshFolder, runLine } from './line-runner.js';

const { dir, drop } = freshFolder();
const home = join(dir, 'home');
const run = (...argv: string[]) => runLine(argv, home);
const answer = async <T = Record<string, unknown>>(...argv: string[]): Promise<T> => {
  const ran = await run(...argv, '--json');
  expect(ran.status, ran.err + ran.out).toBe(0);
  return documentOf<T>(ran);
};

interface Answer {
  readonly disclosures: readonly Exposed[];
  readonly next?: string;
}

const RULING = ['--by', 'admin', '--reason', 'as the test wants it'];
const idOf = (number: number): string => `indicator--${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`;
const version = (number: number, day = 1) => ({
  type: 'indicator',
  spec_version: '2.1',
  id: idOf(number),
  created: '2026-02-01T08:00:00.000Z',
  modified: `2026-02-0${day}T08:00:00.000Z`,
  name: `Relay ${number}`,
  pattern: `[domain-name:value = 'relay-${number}.example']`,
  pattern_type: 'stix',
  valid_from: '2026-02-01T08:00:00Z',
});

let files = 0;
const publish = async (objects: readonly object[], label = 'tlp=green'): Promise<void> => {
  const file = join(dir, `${files++}.jsonl`);
  writeFileSync(file, objects.map((object) => JSON.stringify(object)).join('\n'));
  await answer('import', file, '--collection', 'ics', '--label', label);
};

let url: string;
let stop: () => Promise<void>;
const tokens = new Map<string, string>();
const get = async (as: string, path: string) => {
  const answered = await fetch(`${url}/taxii2/main/collections/ics/${path}`, {
    headers: { authorization: `Bearer ${tokens.get(as)}` },
  });
  return answered.status === 200
    ? ((await answered.json()) as { objects?: { id: string; modified: string }[]; next?: string })
    : { objects: [] };
};

beforeAll(async () => {
  await answer('init', '--name', 'Northern Cell');
  await answer('collection', 'add', 'ics', '--title', 'ICS threats', '--track', 'cyber');
  for (const slug of ['meridian', 'quillon', 'lantern', 'ashford']) {
    await answer('participant', 'add', slug, '--name', slug);
    await answer('tier', 'set', slug, '--track', 'cyber', '--tier', 'partner', ...RULING);
    tokens.set(slug, (await answer<{ token: string }>('token', 'issue', slug)).token);
  }
  await publish([1, 2, 3, 4, 5, 6].map((number) => version(number)));
  ({ url, stop } = await cliContext(readConfig({ PARLEY_HOME: home, PARLEY_PORT: '0', PARLEY_LOG: 'silent' })).startServer(home, {
    behindProxy: false,
  }));
});
afterAll(async () => {
  await stop();
  drop();
});

const exposureOf = (...argv: string[]) => answer<Answer>('exposure', ...argv);
const heldBy = async (slug: string, disclosed: Exposed['disclosed'] = 'content') =>
  (await exposureOf('--participant', slug)).disclosures
    .filter((each) => each.disclosed === disclosed)
    .map(({ object, version: held, deliveries }) => `${Number(object.slice(11, 19))} ${held.slice(8, 10)} x${deliveries}`);

describe('exposure is exact', () => {
  it('nothing was fetched, nothing has left: previews and explanations of the host do not count', async () => {
    await run('preview', '--participant', 'meridian', '--collection', 'ics');
    await run('explain', '--participant', 'meridian', '--object', idOf(1));
    expect((await exposureOf('--participant', 'meridian')).disclosures).toEqual([]);
    expect((await run('exposure', '--participant', 'meridian')).out).toMatch(/^none\n0 disclosures/);
  });

  it('through pages, filters and retries: what a partner got is what is shown, and again is not more', async () => {
    const got = new Set<string>();
    const take = (objects: readonly { id: string }[] = []) => {
      for (const { id } of objects) got.add(id);
    };
    take((await get('meridian', `objects/?match[id]=${idOf(4)}`)).objects);
    expect(await heldBy('meridian')).toEqual(['4 01 x1']);
    const first = await get('meridian', 'objects/?limit=2');
    take(first.objects);
    take((await get('meridian', 'objects/?limit=2')).objects);
    expect(await heldBy('meridian')).toEqual(['1 01 x1', '2 01 x1', '4 01 x1']);
    take((await get('meridian', `objects/?limit=2&next=${first.next}`)).objects);
    expect(await heldBy('meridian')).toEqual(['1 01 x1', '2 01 x1', '3 01 x1', '4 01 x2']);
    expect((await exposureOf('--participant', 'meridian')).disclosures.map(({ object }) => object).toSorted()).toEqual(
      [...got].toSorted(),
    );
    expect((await exposureOf('--participant', 'quillon')).disclosures).toEqual([]);
  });

  it('says what, where, how and when', async () => {
    const { disclosures } = await exposureOf('--object', idOf(4));
    expect(disclosures).toEqual([
      {
        participant: 'meridian',
        object: idOf(4),
        version: '2026-02-01T08:00:00.000Z',
        edition_id: idOf(4),
        view: 'whole',
        collection: 'ics',
        disclosed: 'content',
        first_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        deliveries: 2,
      },
    ]);
    const { out } = await run('exposure', '--object', idOf(4));
    expect(out).toMatch(/^participant +object +version +view +collection +disclosed +first at +deliveries$/m);
    expect(out).toMatch(/^meridian +indicator--00000004-/m);
  });

  it('by the manifest alone: no more than that it is there', async () => {
    await get('lantern', 'manifest/?limit=2');
    await get('lantern', `objects/${idOf(5)}/versions/`);
    expect(await heldBy('lantern')).toEqual([]);
    expect(await heldBy('lantern', 'listing')).toEqual(['1 01 x1', '2 01 x1', '5 01 x1']);
    await get('lantern', `objects/${idOf(2)}/`);
    expect(await heldBy('lantern', 'listing')).toEqual(['1 01 x1', '5 01 x1']);
    expect(await heldBy('lantern')).toEqual(['2 01 x1']);
  });

  it('of two conditions, what meets both', async () => {
    const both = await exposureOf('--participant', 'lantern', '--object', idOf(2));
    expect(both.disclosures.map(({ participant, object }) => [participant, object])).toEqual([['lantern', idOf(2)]]);
    expect((await exposureOf('--participant', 'lantern', '--object', idOf(6))).disclosures).toEqual([]);
    expect((await exposureOf('--object', idOf(2))).disclosures.map(({ participant }) => participant)).toEqual([
      'meridian',
      'lantern',
    ]);
  });

  it('a new version that was fetched is held beside the older one; one that was not is not', async () => {
    await publish([version(1, 2), version(5, 2)]);
    await get('meridian', `objects/${idOf(1)}/`);
    expect(await heldBy('meridian')).toEqual(['1 01 x1', '1 02 x1', '2 01 x1', '3 01 x1', '4 01 x2']);
  });

  it('what is relabelled, deleted or lost with a tier stays held; what comes back is counted again when it is fetched', async () => {
    await get('ashford', 'objects/');
    const all = ['1 02 x1', '2 01 x1', '3 01 x1', '4 01 x1', '5 02 x1', '6 01 x1'];
    expect(await heldBy('ashford')).toEqual(all);
    await answer('object', 'relabel', idOf(2), '--label', 'tlp=red', ...RULING);
    await answer('object', 'delete', idOf(3), ...RULING);
    expect((await get('ashford', 'objects/')).objects?.map(({ id }) => id)).not.toContain(idOf(2));
    expect(await heldBy('ashford')).toEqual(all);
    await answer('tier', 'set', 'ashford', '--track', 'cyber', '--tier', 'closed', ...RULING);
    expect((await get('ashford', 'objects/')).objects).toEqual([]);
    expect(await heldBy('ashford')).toEqual(all);
    await answer('tier', 'set', 'ashford', '--track', 'cyber', '--tier', 'partner', ...RULING);
    expect(await heldBy('ashford')).toEqual(all);
    await get('ashford', `objects/${idOf(6)}/`);
    await get('ashford', `objects/${idOf(6)}/`);
    expect(await heldBy('ashford')).toEqual([...all.slice(0, 5), '6 01 x2']);
    const who = (await exposureOf('--object', idOf(3))).disclosures.map(({ participant }) => participant);
    expect(who).toEqual(['meridian', 'ashford']);
  });
});

describe('an exposure that is long', () => {
  const key = ({ participant, object, version: held, collection }: Exposed) => [participant, object, held, collection].join(' ');

  it('is the same in pieces of any size, as JSON lines, and whole', async () => {
    for (const argv of [
      ['--participant', 'meridian'],
      ['--object', idOf(2)],
      ['--object', idOf(1)],
    ]) {
      const whole = (await exposureOf(...argv)).disclosures;
      for (const limit of [1, 2, 3, 100]) {
        const pieces: Exposed[] = [];
        let after: string | undefined;
        do {
          const piece = await exposureOf(...argv, '--limit', String(limit), ...(after === undefined ? [] : ['--after', after]));
          expect(piece.disclosures.length).toBeLessThanOrEqual(limit);
          pieces.push(...piece.disclosures);
          after = piece.next;
        } while (after !== undefined);
        expect(pieces).toEqual(whole);
      }
      const { out } = await run('exposure', ...argv, '--jsonl');
      expect(
        out
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as Exposed),
      ).toEqual(whole);
      expect(new Set(whole.map(key)).size).toBe(whole.length);
    }
  });

  it('is streamed from and up to where it is told', async () => {
    const whole = (await exposureOf('--participant', 'ashford')).disclosures;
    const { next } = await exposureOf('--participant', 'ashford', '--limit', '2');
    const { out } = await run('exposure', '--participant', 'ashford', '--jsonl', '--limit', '3', '--after', next ?? '');
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Exposed),
    ).toEqual(whole.slice(2, 5));
    expect((await run('exposure', '--participant', 'quillon', '--jsonl')).out).toBe('');
  });

  it('gives a next step that goes on when pasted', async () => {
    const { out } = await run('exposure', '--participant', 'ashford', '--limit', '1');
    const line = /^next: parley (.*)$/m.exec(out)?.[1] ?? '';
    expect(line).toContain('--participant ashford --limit 1 --after ashford/');
    expect((await run(...line.split(' '))).status).toBe(0);
  });
});

describe('an exposure that cannot be told', () => {
  const refusal = async (...argv: string[]) => {
    const ran = await run('exposure', ...argv);
    return [ran.status, /^error (\S+):/m.exec(ran.err)?.[1]];
  };

  it('says why', async () => {
    expect(await refusal()).toEqual([2, 'usage']);
    expect(await refusal('--participant', 'meridian', '--json', '--jsonl')).toEqual([2, 'usage']);
    expect(await refusal('--participant', 'nobody')).toEqual([1, 'participant-unknown']);
    expect(await refusal('--object', idOf(99))).toEqual([1, 'object-unknown']);
    for (const after of ['x', 'ashford/x/ics/1', `quillon/${idOf(1)}/ics/2026-02-01T08:00:00.000Z`, ''])
      expect(await refusal('--participant', 'ashford', '--after', after)).toEqual([1, 'cursor-foreign']);
  });
});
