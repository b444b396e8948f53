import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GivenLabels } from '../src/core/registry/collection.js';
import { admit } from '../src/exchange/admit.js';
import { deleteObject } from '../src/exchange/delete-object.js';
import type { House } from '../src/exchange/house.js';
import { moveTier } from '../src/exchange/move-tier.js';
import { openCollection } from '../src/exchange/open-collection.js';
import { publish } from '../src/exchange/publish.js';
import { relabel } from '../src/exchange/relabel.js';
import { drain } from './drain.js';
import { type FoundedHouses, foundedHouses } from './founded.js';
import { indicator } from './scenarios/node.js';

const ruling = { by: 'admin', reason: 'a test' };
const SECRET = 'marking-definition--11111111-1111-4111-8111-111111111111';
const LANTERN = 'identity--22222222-2222-4222-8222-222222222222';

const first = indicator(1);
const second = first.replace('"modified":"2026-02-01', '"modified":"2026-02-02');
const idOf = (text: string): string => (JSON.parse(text) as { id: string }).id;
const marked = (text: string, marking: string) => text.replace('"name"', `"object_marking_refs":["${marking}"],"name"`);
const definition = (more: string) =>
  `{"type":"marking-definition","spec_version":"2.1","id":"${SECRET}","created":"2026-01-01T00:00:00.000Z",${more}}`;
const STATEMENT = '"definition_type":"statement","definition":{"statement":"Copyright 2026"}';
const CLASSIFIED = '"definition_type":"classification","definition":{"level":"SECRET"}';

async function* lines(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from(texts.join('\n'));
}

/** Ways by which an object could come to be less restricted than somebody said. A partner of tier `partner` looks on. */
describe('what restricts an object stays', () => {
  let houses: FoundedHouses | undefined;
  beforeAll(async () => {
    houses = await foundedHouses('sqlite', async (house) => {
      for (const alias of ['ics', 'more']) {
        const collection = { alias, title: alias, description: undefined, track: 'cyber', references: 'open' as const };
        await openCollection(house, { ...collection, writableBy: [], labels: {} });
      }
      await admit(house, { slug: 'meridian', name: 'Meridian', groups: [], clearances: [], identities: [] });
      await admit(house, { slug: 'lantern', name: 'Lantern', groups: [], clearances: [], identities: [LANTERN] });
      await moveTier(house, { participant: 'meridian', track: 'cyber', tier: 'partner', ...ruling });
    });
  }, 60_000);
  afterAll(async () => houses?.close());

  const onHouse = (act: (house: House) => Promise<void>) => houses?.on(({ house }) => act(house));
  const put = (house: House, texts: readonly string[], given: GivenLabels = {}, collection = 'ics', originator?: string) =>
    publish(house, { source: lines(texts), collection, given, originator });
  const seen = async (house: House) => [...(await drain(house, 'meridian', 'ics')), ...(await drain(house, 'meridian', 'more'))];

  it('a label given by an operator holds for the next version, too', async () => {
    await onHouse(async (house) => {
      await put(house, [first], { tlp: ['green'] });
      expect(await seen(house)).toEqual([first]);
      await relabel(house, { id: idOf(first), labels: { tlp: ['red'] }, ...ruling });
      await put(house, [second]);
      expect(await seen(house)).toEqual([]);
    });
  });

  it('and in the next collection', async () => {
    await onHouse(async (house) => {
      await put(house, [first], { tlp: ['red'] });
      await put(house, [first], { tlp: ['green'] }, 'more');
      expect(await seen(house)).toEqual([]);
    });
  });

  it('a stricter label on importing the same again takes hold', async () => {
    await onHouse(async (house) => {
      await put(house, [first], { tlp: ['green'] });
      const report = await put(house, [first], { tlp: ['red'] });
      expect(report).toMatchObject({ accepted: 0, duplicates: 1 });
      expect(await seen(house)).toEqual([]);
    });
  });

  it('deletion does not wash a label off', async () => {
    await onHouse(async (house) => {
      await put(house, [first], { tlp: ['red'] });
      await deleteObject(house, { id: idOf(first) });
      await put(house, [first], { tlp: ['green'] });
      expect(await seen(house)).toEqual([]);
    });
  });

  it('the meaning of a marking cannot be replaced by a later version of its definition', async () => {
    await onHouse(async (house) => {
      await put(house, [definition(CLASSIFIED), marked(first, SECRET)], { tlp: ['green'] });
      const report = await put(house, [definition(`"modified":"2026-03-01T00:00:00.000Z",${STATEMENT}`)]);
      expect(report.accepted).toBe(0);
      await put(house, [marked(second, SECRET)]);
      expect((await seen(house)).filter((text) => text.includes('indicator'))).toEqual([]);
    });
  });

  it('a partner cannot define a marking for the objects of others', async () => {
    await onHouse(async (house) => {
      await put(house, [marked(first, SECRET)], { tlp: ['green'] });
      await put(house, [definition(STATEMENT)], { tlp: ['green'] }, 'ics', 'lantern');
      expect(await seen(house)).toEqual([]);
    });
  });

  it('when the definition of a statement is deleted, what it marked is withheld again', async () => {
    await onHouse(async (house) => {
      await put(house, [marked(first, SECRET), definition(STATEMENT)], { tlp: ['green'] });
      expect(await seen(house)).toEqual([marked(first, SECRET), definition(STATEMENT)]);
      await deleteObject(house, { id: SECRET });
      expect(await seen(house)).toEqual([]);
    });
  });

  it('a revocation that is itself marked RED does not leave the node, and what it revokes is gone', async () => {
    await onHouse(async (house) => {
      await put(house, [first], { tlp: ['green'] });
      const red = marked(second, 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1');
      await put(house, [red.replace('"name"', '"revoked":true,"name"')]);
      expect(await seen(house)).toEqual([]);
    });
  });

  it("an object whose creator is a partner's identity cannot be released in another partner's name", async () => {
    await onHouse(async (house) => {
      const own = first.replace('"name"', `"created_by_ref":"${LANTERN}","name"`);
      const report = await put(house, [own], { tlp: ['green'] }, 'ics', 'meridian');
      expect(report.rejected).toMatchObject([{ code: 'originator-conflict' }]);
    });
  });

  it('what was imported for the wrong originator can be deleted and imported for the right one', async () => {
    await onHouse(async (house) => {
      await put(house, [first], { tlp: ['green'] }, 'ics', 'lantern');
      expect((await put(house, [first], {}, 'ics', 'meridian')).rejected).toMatchObject([{ code: 'originator-conflict' }]);
      await deleteObject(house, { id: idOf(first) });
      await put(house, [first], {}, 'ics');
      expect(await seen(house)).toEqual([first]);
    });
  });

  it('the feed keeps the order of the file, also where a marking is defined at its end', async () => {
    await onHouse(async (house) => {
      const texts = Array.from({ length: 1500 }, (_, number) => marked(indicator(number), SECRET));
      await put(house, [...texts, definition(STATEMENT)], { tlp: ['green'] });
      expect(await seen(house)).toEqual([...texts, definition(STATEMENT)]);
    });
  });
});
