import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../src/core/limits.js';
import { admit, amend } from '../src/exchange/admit.js';
import { recordConsent, withdrawConsent } from '../src/exchange/consent.js';
import { authenticate, issueToken, revokeToken } from '../src/exchange/credentials.js';
import { disclosePage } from '../src/exchange/disclosure/disclose.js';
import { exposure } from '../src/exchange/disclosure/exposure.js';
import type { House } from '../src/exchange/house.js';
import { moveTier } from '../src/exchange/move-tier.js';
import { openCollection } from '../src/exchange/open-collection.js';
import type { Store } from '../src/exchange/ports/store.js';
import { publish } from '../src/exchange/publish.js';
import { relabel } from '../src/exchange/relabel.js';
import { sweepUnfinished } from '../src/exchange/sweep.js';
import { drain } from './drain.js';
import { type FoundedHouses, foundedHouses } from './founded.js';
import { indicator } from './scenarios/node.js';

const ruling = { by: 'admin', reason: 'a test' };

const trust = (house: House, tier: string) => moveTier(house, { participant: 'meridian', track: 'cyber', tier, ...ruling });

async function* lines(from: number, to: number): AsyncGenerator<Uint8Array> {
  for (let number = from; number < to; number++) yield Buffer.from(`${indicator(number)}\n`);
}

const TLP_RED = 'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed';

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

const publishTo = (house: House, from: number, to: number, originator?: string) =>
  publish(house, { source: lines(from, to), collection: 'ics', originator, given: { tlp: ['green'] } });

/** The same house, whose process dies after so many more seals: the next one never begins. */
const dyingAfter = (house: House, seals: number): House => {
  let left = seals;
  const seal: Store['seal'] = (write) => (left-- > 0 ? house.store.seal(write) : Promise.reject(new Error('killed')));
  return withSeal(house, seal);
};

const withSeal = (house: House, seal: Store['seal']): House => {
  const { read, unfitness, connections, close } = house.store;
  const bound = { read: read.bind(house.store), unfitness: unfitness.bind(house.store), close: close.bind(house.store) };
  const store = { ...bound, connections: connections.bind(house.store), seal };
  return { ...house, store };
};

const head = async (house: House): Promise<number> =>
  house.store.read(async (reader) => (await reader.feeds.heads(1)).get(1)?.pos ?? 0);

describe.each(['sqlite', 'postgres'] as const)('a change of standing holds at once, on %s', (database) => {
  let houses: FoundedHouses | undefined;
  beforeAll(async () => {
    houses = await foundedHouses(database, async (house) => {
      const collection = { alias: 'ics', title: 'ICS', description: undefined, track: 'cyber', references: 'open' as const };
      await openCollection(house, { ...collection, writableBy: [], labels: {} });
      for (const slug of ['meridian', 'lantern'])
        await admit(house, { slug, name: slug, groups: [], clearances: [], identities: [] });
    });
  }, 60_000);
  afterAll(async () => houses?.close());
  const onHouse = async (act: (house: House, wait: (ms: number) => void) => Promise<void>) => {
    await houses?.on(({ house, wait }) => act(house, wait));
  };

  it('a downgrade whose sweep never ran shows nothing, and the next process ends the sweep', async () => {
    await onHouse(async (house) => {
      await trust(house, 'partner');
      await publishTo(house, 0, 30);
      expect(await drain(house, 'meridian', 'ics')).toHaveLength(30);

      await expect(trust(dyingAfter(house, 1), 'contact')).rejects.toThrow('killed');
      expect(await drain(house, 'meridian', 'ics')).toEqual([]);
      const before = await head(house);
      await sweepUnfinished(house);
      expect(await drain(house, 'meridian', 'ics')).toEqual([]);
      expect(await head(house)).toBe(before);

      await trust(house, 'partner');
      expect(await drain(house, 'meridian', 'ics')).toHaveLength(30);
    });
  });

  it('what is published while a sweep is pending reaches whom it may, and the sweep appends nothing twice', async () => {
    await onHouse(async (house) => {
      await publishTo(house, 0, 10);
      await expect(trust(dyingAfter(house, 1), 'partner')).rejects.toThrow('killed');
      await publishTo(house, 10, 12);
      expect(await drain(house, 'meridian', 'ics')).toHaveLength(2);
      await sweepUnfinished(house);
      expect(await drain(house, 'meridian', 'ics')).toHaveLength(12);
      expect(await head(house)).toBe(12);
    });
  });

  it('a second change while the first is being swept is not lost', async () => {
    await onHouse(async (house) => {
      await publishTo(house, 0, 10);
      await expect(trust(dyingAfter(house, 1), 'partner')).rejects.toThrow('killed');
      await trust(house, 'ally');
      expect(await drain(house, 'meridian', 'ics')).toHaveLength(10);
      const standing = await house.store.read((reader) => reader.registry.standing(1));
      expect(standing?.swept).toBe(standing?.due);
    });
  });

  it('a big grant runs in chunks, and one that stops half way goes on', { timeout: 60_000 }, async () => {
    await onHouse(async (house) => {
      const objects = LIMITS.seal_objects_max + 200;
      await publishTo(house, 0, objects);
      await expect(trust(dyingAfter(house, 2), 'partner')).rejects.toThrow('killed');
      expect(await drain(house, 'meridian', 'ics', 1000)).toHaveLength(LIMITS.seal_objects_max);
      await sweepUnfinished(house);
      const texts = await drain(house, 'meridian', 'ics', 1000);
      expect(texts).toEqual(Array.from({ length: objects }, (_, number) => indicator(number)));
      expect(await head(house)).toBe(objects);
    });
  });

  it('what a pending sweep hides, and clients have passed, comes again when it is given back: by a tier, a label or a version', async () => {
    const follow = async (house: House, from: number) => {
      const caller = await house.store.read((reader) => reader.registry.participant('meridian'));
      if (!caller) throw new Error('no meridian');
      const selection = { versions: [{ kind: 'last' as const }] };
      const request = { collection: 'ics', selection, addedAfter: from * 1000, endpoint: 'objects' as const };
      const { items } = await disclosePage(house, caller, request);
      return { names: items.map(({ text }) => (JSON.parse(text) as { name: string }).name), at: items.at(-1)?.added ?? from };
    };
    const clear = { tlp: ['clear'] };
    const givenBack: readonly ((house: House) => Promise<unknown>)[] = [
      (house) => trust(house, 'partner'),
      (house) => relabel(house, { id: (JSON.parse(indicator(0)) as { id: string }).id, labels: clear, ...ruling }),
    ];
    for (const giveBack of givenBack) {
      await onHouse(async (house) => {
        await trust(house, 'partner');
        await publishTo(house, 0, 1);
        await publish(house, { source: lines(1, 2), collection: 'ics', given: clear });
        await expect(trust(dyingAfter(house, 1), 'contact')).rejects.toThrow('killed');
        const before = await follow(house, 0);
        expect(before.names).toEqual(['Relay 1']);
        await giveBack(house);
        expect((await follow(house, before.at)).names).toEqual(['Relay 0']);
      });
    }
  });

  it('a page that waits to be put on record does not leave once an import has taken from it and returned', async () => {
    await onHouse(async (house) => {
      await trust(house, 'partner');
      await publishTo(house, 0, 1);
      const caller = await house.store.read((reader) => reader.registry.participant('meridian'));
      if (!caller) throw new Error('no meridian');
      const request = { collection: 'ics', selection: { versions: [{ kind: 'all' as const }] }, endpoint: 'objects' as const };
      const later = { modified: '2026-03-01T08:00:00.000Z', object_marking_refs: [TLP_RED] };
      const red = JSON.stringify({ ...JSON.parse(indicator(0)), ...later });
      let open: () => void = () => undefined;
      const gate = new Promise<void>((opened) => {
        open = opened;
      });
      const seal: Store['seal'] = async (write) => {
        await gate;
        return house.store.seal(write);
      };
      const waiting = disclosePage(withSeal(house, seal), caller, request);
      await new Promise((soon) => setTimeout(soon, 50));
      await publish(house, { source: bytesOf(red), collection: 'ics', given: {} });
      open();
      expect((await waiting).items).toEqual([]);
      expect((await exposure(house, { participant: 'meridian' })).disclosures).toEqual([]);
    });
  });

  it('consent of the originator opens, runs out on the instant without anybody asking, and can be taken back', async () => {
    await onHouse(async (house, wait) => {
      await trust(house, 'partner');
      await publishTo(house, 0, 3, 'lantern');
      expect(await drain(house, 'meridian', 'ics')).toEqual([]);

      const parties = { originator: 'lantern', participant: 'meridian', ...ruling };
      await recordConsent(house, { ...parties, expiresAt: house.clock() + 1000 });
      expect(await drain(house, 'meridian', 'ics')).toHaveLength(3);
      wait(999);
      expect(await drain(house, 'meridian', 'ics')).toHaveLength(3);
      wait(1);
      expect(await drain(house, 'meridian', 'ics')).toEqual([]);

      await recordConsent(house, { ...parties, expiresAt: null });
      expect(await drain(house, 'meridian', 'ics')).toHaveLength(3);
      await withdrawConsent(house, parties);
      expect(await drain(house, 'meridian', 'ics')).toEqual([]);
    });
  });

  it('two changes at once, each with its own sweep, are both swept', async () => {
    await onHouse(async (house) => {
      await trust(house, 'partner');
      await publishTo(house, 0, 5);
      expect(await drain(house, 'meridian', 'ics')).toHaveLength(5);
      const finance = moveTier(house, { participant: 'meridian', track: 'finance', tier: 'contact', ...ruling });
      await Promise.all([finance, trust(house, 'contact')]);
      expect(await drain(house, 'meridian', 'ics')).toEqual([]);
      const up = moveTier(house, { participant: 'meridian', track: 'finance', tier: 'proving', ...ruling });
      await Promise.all([up, trust(house, 'partner')]);
      expect(await drain(house, 'meridian', 'ics')).toHaveLength(5);
    });
  });

  it('a token revoked, or its participant suspended, after it was shown and before the page is read, reads nothing', async () => {
    await onHouse(async (house) => {
      await trust(house, 'partner');
      await publishTo(house, 0, 1);
      const request = { collection: 'ics', selection: { versions: [{ kind: 'last' as const }] }, endpoint: 'objects' as const };
      const { secret, id } = await issueToken(house, 'meridian', null);
      const caller = await authenticate(house, { secret });
      expect((await disclosePage(house, caller, request)).items).toHaveLength(1);
      await amend(house, 'meridian', { suspended: true });
      await expect(disclosePage(house, caller, request)).rejects.toMatchObject({ code: 'credentials-wrong' });
      await amend(house, 'meridian', { suspended: false });
      expect((await disclosePage(house, caller, request)).items).toHaveLength(1);
      await revokeToken(house, id);
      await expect(disclosePage(house, caller, request)).rejects.toMatchObject({ code: 'credentials-wrong' });
    });
  });
});
