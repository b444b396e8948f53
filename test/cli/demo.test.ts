import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentOf, freshFolder, type Run, runLine } from './line-runner.js';

interface Guest {
  readonly participant: string;
  readonly standing: string;
  readonly token: string;
  readonly collection: string;
  readonly objects: Readonly<Record<string, number>>;
  readonly url: string;
  readonly curl: string;
  readonly withheld: string;
}

interface Demo {
  readonly url: string;
  readonly home: string;
  readonly partners: readonly Guest[];
}

const { dir, drop } = freshFolder();
const home = join(dir, 'demo');
afterAll(drop);

/** Runs the demonstration until `visit` is over. */
const during = async (argv: readonly string[], visit: (demo: Demo) => Promise<void>): Promise<Run> => {
  let stop = () => {};
  const stopped = new Promise<void>((done) => {
    stop = done;
  });
  let visited: Promise<void> | undefined;
  const onOut = (text: string) => {
    if (!visited && text.endsWith('}\n')) visited = visit(JSON.parse(text) as Demo).finally(stop);
  };
  const ran = await runLine(['demo', '--json', ...argv], join(dir, 'unused'), { untilStopped: () => stopped, onOut });
  await visited;
  return ran;
};

const feedOf = async ({ url, participant, token }: Guest): Promise<readonly string[]> => {
  const authorization = `Basic ${Buffer.from(`${participant}:${token}`).toString('base64')}`;
  const response = await fetch(url, { headers: { accept: 'application/taxii+json;version=2.1', authorization } });
  expect(response.status).toBe(200);
  const { objects } = (await response.json()) as { objects: { id: string }[] };
  return objects.map(({ id }) => id);
};

describe('the demonstration', { timeout: 60_000 }, () => {
  const feeds = new Map<string, readonly string[]>();
  let first: Demo | undefined;
  let ran: Run | undefined;

  beforeAll(async () => {
    ran = await during(['--home', home], async (demo) => {
      first = demo;
      for (const guest of demo.partners) feeds.set(guest.participant, await feedOf(guest));
    });
  });

  it('tells the story, serves it and ends with 0 when it is told to stop', () => {
    expect(ran?.status, ran?.err).toBe(0);
    expect(first?.partners.map(({ participant }) => participant)).toEqual(['meridian', 'tallowgate', 'quillon', 'lantern']);
    expect(first?.partners[0]?.standing).toBe('partner on cyber; contact on military, political, finance; closed elsewhere');
  });

  it('gives each partner a feed of its own, as many objects as it was told, without the one it was told is withheld', () => {
    for (const { participant, objects, collection, withheld } of first?.partners ?? []) {
      expect(feeds.get(participant)).toHaveLength(objects[collection] ?? -1);
      expect(feeds.get(participant)).not.toContain(withheld);
    }
    expect(new Set([...feeds.values()].map((ids) => ids.join())).size).toBe(4);
  });

  it('prints a line for a shell that asks for that feed', () => {
    for (const { participant, token, url, curl } of first?.partners ?? []) {
      expect(curl).toBe(`curl -s -u ${participant}:${token} -H 'Accept: application/taxii+json;version=2.1' ${url}`);
    }
  });

  it('serves a home of its own again as it is, with fresh tokens', async () => {
    const again = await during(['--home', home], async ({ partners }) => {
      const [meridian] = partners;
      expect(meridian?.token).not.toBe(first?.partners[0]?.token);
      expect(meridian && (await feedOf(meridian))).toEqual(feeds.get('meridian'));
    });
    expect(again.status, again.err).toBe(0);
    expect(again.err).not.toContain('telling');
  });

  it('refuses the home of somebody else, whose partners it would hand out tokens for', async () => {
    const real = join(dir, 'real');
    await runLine(['init', '--name', 'Northern Cell'], real);
    const refused = await runLine(['demo', '--json', '--home', real], real, { untilStopped: async () => undefined });
    expect(refused.status).toBe(1);
    expect(documentOf(refused)).toMatchObject({ error: { code: 'home-exists' } });
  });

  it('takes a fresh temporary directory without --home, even where PARLEY_HOME is set', async () => {
    let temporary = '';
    const ran = await during([], async (demo) => {
      temporary = demo.home;
    });
    expect(ran.status).toBe(0);
    expect(temporary).toContain('parley-demo-');
    expect(ran.err).toContain(`home ${temporary}\n`);
    rmSync(temporary, { recursive: true });
  });
});
