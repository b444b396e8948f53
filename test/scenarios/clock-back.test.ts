import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admit } from '../../src/exchange/admit.js';
import { disclosePage } from '../../src/exchange/disclosure/disclose.js';
import { exposure } from '../../src/exchange/disclosure/exposure.js';
import type { House } from '../../src/exchange/house.js';
import { moveTier } from '../../src/exchange/move-tier.js';
import { openCollection } from '../../src/exchange/open-collection.js';
import { publish } from '../../src/exchange/publish.js';
import { relabel } from '../../src/exchange/relabel.js';
import { checkLedgers } from '../crash/check-ledgers.js';
import { Notes } from '../crash/notes.js';
import { drain } from '../drain.js';
import { type FoundedHouses, foundedHouses } from '../founded.js';
import { indicator } from './node.js';

const HOUR = 3_600_000;
const ruling = { by: 'admin', reason: 'a test' };

async function* lines(from: number, to: number): AsyncGenerator<Uint8Array> {
  for (let number = from; number < to; number++) yield Buffer.from(`${indicator(number)}\n`);
}

const publishTo = (house: House, from: number, to: number) =>
  publish(house, { source: lines(from, to), collection: 'ics', given: { tlp: ['green'] } });

/** A client that knows no `next`: it goes on from the last date that it was told. */
class ByDate {
  readonly ids: string[] = [];
  readonly dates: number[] = [];

  constructor(private readonly house: House) {}

  async follow(): Promise<void> {
    const caller = (await this.house.store.read((reader) => reader.registry.participant('meridian')))!;
    for (;;) {
      const last = this.dates.at(-1);
      const page = await disclosePage(this.house, caller, {
        collection: 'ics',
        selection: { versions: [{ kind: 'last' }] },
        addedAfter: last === undefined ? undefined : last * 1_000,
        limit: 4,
        endpoint: 'objects',
      });
      if (page.items.length === 0) return;
      this.ids.push(...page.items.map(({ id }) => id));
      this.dates.push(...page.items.map(({ added }) => added));
    }
  }
}

const idOf = (number: number): string => (JSON.parse(indicator(number)) as { id: string }).id;

describe.each(['sqlite', 'postgres'] as const)('a clock that is set back, on %s', (database) => {
  let houses: FoundedHouses | undefined;
  beforeAll(async () => {
    houses = await foundedHouses(database, async (house) => {
      const collection = { alias: 'ics', title: 'ICS', description: undefined, track: 'cyber', references: 'open' as const };
      await openCollection(house, { ...collection, writableBy: [], labels: {} });
      await admit(house, { slug: 'meridian', name: 'Meridian', groups: [], clearances: [], identities: [] });
    });
  }, 60_000);
  afterAll(async () => houses?.close());

  it('takes neither feeds nor ledgers back, and clients that go by dates miss nothing', { timeout: 60_000 }, async () => {
    await houses?.on(async ({ house, wait }) => {
      // Two processes on one store, each with its own idea of the time.
      const slow: House = { ...house, clock: () => house.clock() - 5 * HOUR };
      const trust = (by: House, tier: string) => moveTier(by, { participant: 'meridian', track: 'cyber', tier, ...ruling });
      const client = new ByDate(house);
      await trust(house, 'partner');
      await publishTo(house, 0, 6);
      await client.follow();
      wait(-3 * HOUR);
      await publishTo(house, 6, 11);
      await publishTo(slow, 11, 17);
      await client.follow();
      wait(-10 * HOUR);
      await trust(slow, 'contact');
      await client.follow();
      wait(HOUR);
      await trust(house, 'ally');
      await relabel(slow, { id: idOf(3), labels: { tlp: ['red'] }, ...ruling });
      await publishTo(house, 17, 21);
      await client.follow();
      wait(-HOUR);
      await relabel(house, { id: idOf(3), labels: { tlp: ['clear'] }, ...ruling });
      await client.follow();

      const all = Array.from({ length: 21 }, (_, number) => idOf(number));
      expect([...new Set(client.ids)].sort()).toEqual(all);
      expect(client.dates).toEqual([...new Set(client.dates)].sort((a, b) => a - b));
      expect(await drain(house, 'meridian', 'ics')).toHaveLength(21);
      expect(await checkLedgers(house, new Notes(() => house.keyring.keys.ledgerPublic))).toBeGreaterThan(20);
      const { disclosures } = await exposure(house, {});
      expect(disclosures.map(({ object }) => object).sort()).toEqual(all);
    });
  });
});
