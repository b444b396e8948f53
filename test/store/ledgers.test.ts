import { expect, it } from 'vitest';
import type { StoredLeaf } from '../../src/exchange/ports/ledgers.js';
import type { Sealer } from '../../src/exchange/ports/store.js';
import { eachStore } from './each-store.js';
import { aCollection, addObjects, anEntry, aParticipant } from './samples.js';

const bytes = (fill: number, length = 32): Uint8Array => Buffer.alloc(length, fill);

const aTile = { index: 0, entries: bytes(5, 100), hashes: bytes(6, 64) };

const leaf = (at: number, payload: string): StoredLeaf => ({ at, digest: bytes(at % 256), salt: bytes(at % 256, 16), payload });

const openOne = async ({ ledgers }: Sealer, kind: 'host' | 'common', origin: string, generation = 1) => {
  const num = await ledgers.open({ kind, participant: null, origin, generation });
  return { num, kind, participant: null, origin, generation };
};

eachStore('ledgers', (under) => {
  it('open empty, grow by leaves and nodes, and give back every byte in the order of the index', async () => {
    const { store } = under();
    await store.seal(async (sealer) => {
      const opened = await openOne(sealer, 'host', 'parley/a/host');
      expect(await sealer.ledgers.find('host', null)).toMatchObject({ ...opened, size: 0, checkpoint: '', at: 0 });
      const state = { ...opened, size: 3, frontier: bytes(7, 64), at: 3, checkpoint: 'note\n' };
      const leaves = [leaf(1, 'one'), leaf(2, 'two'), leaf(3, 'three')];
      await sealer.ledgers.grow([
        { ledger: state, from: 0, leaves, tiles: [aTile], nodes: [{ level: 1, index: 0, hash: bytes(9) }] },
      ]);
    });
    await store.read(async ({ ledgers }) => {
      const host = await ledgers.find('host', null);
      expect(host).toMatchObject({ size: 3, at: 3, checkpoint: 'note\n', frontier: bytes(7, 64) });
      expect(await ledgers.leaves(host?.num ?? 0, 1, 3)).toEqual([leaf(2, 'two'), leaf(3, 'three')]);
      expect(await ledgers.leaves(host?.num ?? 0, 3, 9)).toEqual([]);
      expect(await ledgers.nodes(host?.num ?? 0, 1, 0, 5)).toEqual([bytes(9)]);
      expect(await ledgers.tiles(host?.num ?? 0, 0, 9)).toEqual([aTile]);
      expect(await ledgers.tiles(host?.num ?? 0, 1, 9)).toEqual([]);
      expect(await ledgers.nodes(host?.num ?? 0, 2, 0, 5)).toEqual([]);
    });
  });

  it('keep a leaf whose opening was forgotten', async () => {
    const { store } = under();
    const forgotten = { at: 4, digest: bytes(4), salt: null, payload: null };
    await store.seal(async ({ ledgers }) => {
      const host = await ledgers.find('host', null);
      if (host === undefined) throw new Error('opened by the test before');
      await ledgers.grow([{ ledger: { ...host, size: 4 }, from: 3, leaves: [forgotten], tiles: [], nodes: [] }]);
      expect(await ledgers.leaves(host.num, 3, 4)).toEqual([forgotten]);
    });
  });

  it('of a later generation take the place of the earlier one, which stays readable', async () => {
    const { store } = under();
    await store.seal(async (sealer) => {
      await openOne(sealer, 'common', 'parley/a/common');
      await openOne(sealer, 'common', 'parley/a/common/2', 2);
      expect(await sealer.ledgers.find('common', null)).toMatchObject({ generation: 2 });
      expect((await sealer.ledgers.inForce()).map(({ origin }) => origin)).toEqual(['parley/a/host', 'parley/a/common/2']);
      expect(await sealer.ledgers.all()).toHaveLength(3);
    });
  });

  it('of one participant are not those of another', async () => {
    const { store } = under();
    await store.seal(async (sealer) => {
      const [a, b] = [
        await sealer.registry.addParticipant(aParticipant('a')),
        await sealer.registry.addParticipant(aParticipant('b')),
      ];
      const num = await sealer.ledgers.open({ kind: 'own', participant: a, origin: 'parley/a/a', generation: 1 });
      expect(await sealer.ledgers.find('own', a)).toMatchObject({ num, participant: a });
      expect(await sealer.ledgers.find('own', b)).toBeUndefined();
    });
  });

  it('of one origin exist once', async () => {
    await expect(under().store.seal((sealer) => openOne(sealer, 'host', 'parley/a/host'))).rejects.toThrow();
  });
});

eachStore('disclosures', (under) => {
  const feed = { participant: 1, collection: 1 };

  it('keep bits by feed and block, and replace them whole', async () => {
    const { store } = under();
    const block = { ...feed, block: 2, content: bytes(1, 512), listing: bytes(0, 512) };
    await store.seal(async ({ disclosures }) => {
      await disclosures.setHeld([block, { ...block, block: 5 }, { ...block, participant: 2 }]);
      await disclosures.setHeld([{ ...block, content: bytes(3, 512) }]);
      expect(await disclosures.held([2, 3].map((num) => ({ ...feed, block: num })))).toEqual([
        { ...block, content: bytes(3, 512) },
      ]);
      expect(await disclosures.held([{ ...feed, collection: 9, block: 2 }])).toEqual([]);
    });
  });

  it('give the deliveries of one feed in the order in which they left', async () => {
    const { store } = under();
    const delivery = (at: number, entries: string) => ({ ...feed, at, carried: 'content' as const, entries });
    await store.seal(async ({ disclosures }) => {
      await disclosures.addDeliveries([delivery(2, '5-7'), delivery(1, '1,3')]);
      await disclosures.addDeliveries([
        { ...delivery(3, '9'), carried: 'listing' },
        { ...delivery(3, '9'), participant: 2 },
      ]);
      await disclosures.addDeliveries([]);
    });
    expect(await store.read(({ disclosures }) => disclosures.deliveries(feed))).toEqual([
      delivery(2, '5-7'),
      delivery(1, '1,3'),
      { ...delivery(3, '9'), carried: 'listing' },
    ]);
  });

  it('are counted beside the standing, which may be set without touching the count', async () => {
    const { store } = under();
    await store.seal(async ({ registry, matrix }) => {
      const participant = await registry.addParticipant(aParticipant('counted'));
      const profile = await matrix.internProfile('p', { tiers: {}, groups: [], clearances: [], consents: [] });
      const standing = { participant, profile, epoch: 1, due: 1, swept: 1, changesAt: null };
      await registry.setStanding(standing);
      await registry.countDisclosures(new Map([[participant, 3]]));
      await registry.setStanding({ ...standing, epoch: 2 });
      await registry.countDisclosures(new Map([[participant, 1]]));
      expect(await registry.standing(participant)).toEqual({ ...standing, epoch: 2, disclosures: 4, history: 1 });
      await registry.beginHistory(5);
      expect(await registry.standing(participant)).toMatchObject({ disclosures: 4, history: 5 });
    });
  });
});

eachStore('the past of a feed', (under) => {
  it('has dead entries too, by object, and knows which entries no leaf has told', async () => {
    const { store } = under();
    await store.seal(async (sealer) => {
      const collection = await sealer.collections.add(aCollection('c'));
      const [one, two] = await addObjects(sealer, ['indicator--1', 'indicator--2']);
      if (!one || !two) throw new Error('two objects were added');
      const at = (pos: number, { object, version }: typeof one) => anEntry({ participant: 1, collection, pos, object, version });
      await sealer.feeds.append([at(1, one), at(2, two)]);
      await sealer.feeds.bury(1, [{ collection, pos: 1 }], 5);
      await sealer.feeds.append([at(3, one)]);
      expect(await sealer.feeds.objectsEver(1, 0, 10)).toEqual([one.object, two.object]);
      expect(await sealer.feeds.objectsEver(1, one.object, 1)).toEqual([two.object]);
      expect(await sealer.feeds.objectsEver(2, 0, 10)).toEqual([]);
      expect((await sealer.feeds.past(1, [one.object])).map(({ pos, id }) => [pos, id])).toEqual([
        [1, 'indicator--1'],
        [3, 'indicator--1'],
      ]);
      const untold = await sealer.feeds.untold();
      expect(untold).toEqual([{ participant: 1, collection, granted: 0, pos: 3, added: 1_700_000_000_003 }]);
      await sealer.feeds.tell(untold);
      expect(await sealer.feeds.untold([1])).toEqual([]);
      await sealer.feeds.append([at(4, two)]);
      expect(await sealer.feeds.untold([1])).toEqual([
        { participant: 1, collection, granted: 3, pos: 4, added: 1_700_000_000_004 },
      ]);
    });
  });
});
