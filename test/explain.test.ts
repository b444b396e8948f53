import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GivenLabels } from '../src/core/registry/collection.js';
import { PARLEY_EXTENSION_ID } from '../src/core/stix/parley-extension.js';
import { admit, amend } from '../src/exchange/admit.js';
import { explain } from '../src/exchange/explain.js';
import type { House } from '../src/exchange/house.js';
import { moveTier } from '../src/exchange/move-tier.js';
import { openCollection } from '../src/exchange/open-collection.js';
import { publish } from '../src/exchange/publish.js';
import { drain } from './drain.js';
import { type FoundedHouses, foundedHouses } from './founded.js';
import { indicator } from './scenarios/node.js';

const AMBER = 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421';
const first = indicator(1);
const second = first.replace('"modified":"2026-02-01', '"modified":"2026-02-02');
const { id } = JSON.parse(first) as { id: string };

async function* lines(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from(texts.join('\n'));
}

const having = (text: string, property: string) => text.replace('"name"', `${property},"name"`);

describe('an explanation is true: what it says would show more does, and what it does not name would not', () => {
  let houses: FoundedHouses | undefined;
  beforeAll(async () => {
    houses = await foundedHouses('sqlite', async (house) => {
      for (const [alias, track] of [
        ['ics', 'cyber'],
        ['polls', 'political'],
      ] as const) {
        const collection = { alias, title: alias, description: undefined, track, references: 'open' as const };
        await openCollection(house, { ...collection, writableBy: [], labels: {} });
      }
      await admit(house, { slug: 'meridian', name: 'Meridian', groups: [], clearances: [], identities: [] });
    });
  }, 60_000);
  afterAll(async () => houses?.close());

  const onHouse = (act: (house: House) => Promise<void>) => houses?.on(({ house }) => act(house));
  const put = (house: House, texts: readonly string[], given: GivenLabels = {}, collection = 'ics') =>
    publish(house, { source: lines(texts), collection, given });
  const trust = (house: House, tier: string, track = 'cyber') =>
    moveTier(house, { participant: 'meridian', track, tier, by: 'admin', reason: 'a test' });
  const ask = (house: House, version?: string) => explain(house, { participant: 'meridian', object: id, version });

  it('names the tier that is missing, and that tier is enough', async () => {
    await onHouse(async (house) => {
      await trust(house, 'contact');
      await put(house, [first], { tlp: ['green'] });
      const answer = await ask(house);
      expect(answer).toMatchObject({ decision: 'withheld', path: [{ change: 'tier', detail: 'cyber: contact to partner' }] });
      expect(answer.rules).toMatchObject([{ id: 'tlp-green', unmet: [expect.stringContaining('>= 3')] }]);
      await trust(house, 'partner');
      expect(await ask(house)).toMatchObject({ decision: 'released', view: { name: 'whole' }, path: [] });
      expect(await drain(house, 'meridian', 'ics')).toEqual([first]);
    });
  });

  it('names the track of the collection where that is what is closed', async () => {
    await onHouse(async (house) => {
      await trust(house, 'contact');
      await put(house, [first], { tlp: ['clear'], track: ['cyber'] }, 'polls');
      const answer = await ask(house);
      expect(answer).toMatchObject({ decision: 'withheld', lowered_by: [{ cause: 'collection-not-listed' }] });
      expect(answer.path).toEqual([{ change: 'tier', detail: 'political: closed to contact' }]);
      await trust(house, 'contact', 'political');
      expect(await drain(house, 'meridian', 'polls')).toEqual([first]);
    });
  });

  it('names what the newest version lacks when asked about an older one', async () => {
    await onHouse(async (house) => {
      await trust(house, 'partner');
      await put(house, [first, having(second, `"object_marking_refs":["${AMBER}"]`)], { tlp: ['clear'] });
      const answer = await ask(house, '2026-02-01T08:00:00Z');
      expect(answer).toMatchObject({ decision: 'withheld', lowered_by: [{ cause: 'newer-version' }] });
      expect(answer.path).toEqual([{ change: 'clearance', detail: 'tlp:amber' }]);
      await amend(house, 'meridian', { clearances: ['tlp:amber'] });
      expect(await ask(house, '2026-02-01T08:00:00Z')).toMatchObject({ decision: 'released' });
    });
  });

  it('does not promise anything for a change after which the object is still withheld', async () => {
    await onHouse(async (house) => {
      await trust(house, 'contact');
      const extension = { extension_type: 'property-extension', victims: [{ name: 'Harbour' }], tear_line: 'a port was hit' };
      await put(house, [having(first, `"extensions":${JSON.stringify({ [PARLEY_EXTENSION_ID]: extension })}`)], {
        tlp: ['clear'],
      });
      const answer = await ask(house);
      expect(answer.lowered_by).toMatchObject([{ cause: 'no-edition' }]);
      expect(answer.view.conceals).toEqual(['detail', 'victim']);
      expect(answer.path).toEqual([{ change: 'tier', detail: 'cyber: contact to ally' }]);
      await trust(house, 'ally');
      expect(await ask(house)).toMatchObject({ decision: 'released' });
    });
  });

  it('tells pairs where no single change is enough', async () => {
    await onHouse(async (house) => {
      await trust(house, 'contact');
      await put(house, [first], { tlp: ['amber'] });
      const { path } = await ask(house);
      expect(path).toEqual([{ change: 'tier and clearance', detail: 'cyber: contact to partner and tlp:amber' }]);
      await trust(house, 'partner');
      await amend(house, 'meridian', { clearances: ['tlp:amber'] });
      expect(await drain(house, 'meridian', 'ics')).toEqual([first]);
    });
  });

  it('decides a revocation by what it revokes, and says which labels decided', async () => {
    await onHouse(async (house) => {
      await trust(house, 'contact');
      await put(house, [having(first, `"object_marking_refs":["${AMBER}"]`), having(second, '"revoked":true')], {
        tlp: ['clear'],
      });
      const answer = await ask(house);
      expect(answer).toMatchObject({ decision: 'withheld', labels: { tlp: ['amber', 'clear'] } });
    });
  });

  it('has no way to more for what never leaves by feed', async () => {
    await onHouse(async (house) => {
      await trust(house, 'contact');
      await put(house, [first], { tlp: ['red'] });
      expect(await ask(house)).toMatchObject({ decision: 'withheld', rules: [{ id: 'tlp-red-never' }], path: [] });
    });
  });
});
