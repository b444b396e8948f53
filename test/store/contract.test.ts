import { expect, it } from 'vitest';
import type { Reader, Store } from '../../src/exchange/ports/store.js';
import { freshDatabase } from '../postgres.js';
import { eachStore, freshFile, openStore } from './each-store.js';
import { addObjects, aParticipant, idsFrom } from './samples.js';

const tracksOf = (store: Store): Promise<readonly string[]> => store.read(({ registry }) => registry.tracks());

/** A promise and the function that fulfils it. */
const signal = (): { given: Promise<void>; give: () => void } => {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
};

eachStore('a snapshot', (under) => {
  it('does not see a seal that ended after the read began, even before its first question', async () => {
    const { store } = under();
    const [began, sealed] = [signal(), signal()];
    const looking = store.read(async (reader) => {
      began.give();
      await sealed.given;
      const first = await reader.registry.tracks();
      await new Promise((resolve) => setTimeout(resolve, 20));
      return [first, await reader.registry.tracks()];
    });
    await began.given;
    await store.seal(({ registry }) => registry.addTrack('cyber'));
    sealed.give();
    expect(await looking).toEqual([[], []]);
    expect(await tracksOf(store)).toEqual(['cyber']);
  });

  it('is not kept waiting by a seal, and sees nothing of it before its end', async () => {
    const { store } = under();
    const other = await under().open();
    await store.seal(async (sealer) => {
      await sealer.registry.addTrack('finance');
      expect(await sealer.registry.tracks()).toEqual(['cyber', 'finance']);
      expect(await tracksOf(store)).toEqual(['cyber']);
      expect(await tracksOf(other)).toEqual(['cyber']);
    });
    expect(await tracksOf(store)).toEqual(['cyber', 'finance']);
    expect(await tracksOf(other)).toEqual(['cyber', 'finance']);
  });

  it('can be held by more readers than there are connections', async () => {
    const { store } = under();
    const seen = await Promise.all(
      Array.from({ length: 50 }, () =>
        store.read(async ({ registry }) => {
          await new Promise((resolve) => setTimeout(resolve, 5));
          return (await registry.tracks()).length;
        }),
      ),
    );
    expect(seen).toEqual(Array.from({ length: 50 }, () => 2));
  });

  it('takes a connection, which is counted; those for whom there is none wait, and are counted too', async () => {
    const { store } = under();
    const end = signal();
    const reading = Array.from({ length: 40 }, () => store.read(() => end.given));
    await expect.poll(() => store.connections()).toMatchObject({ idle: 0, waiting: expect.toSatisfy((waiting) => waiting > 0) });
    const { total, waiting } = store.connections();
    expect(total + waiting).toBe(40);
    end.give();
    await Promise.all(reading);
    await expect.poll(() => store.connections()).toEqual({ total, idle: total, waiting: 0 });
  });

  it('passes an error of the reader through and stays usable', async () => {
    const { store } = under();
    for (let time = 0; time < 20; time += 1) {
      const looking = store.read(async () => Promise.reject(new Error('mine')));
      await expect(looking).rejects.toThrow('mine');
    }
    expect(await tracksOf(store)).toEqual(['cyber', 'finance']);
  });
});

eachStore('a seal', (under) => {
  it('leaves nothing behind when its callback throws, and passes the error through', async () => {
    const { store } = under();
    const mine = new Error('mine');
    const sealing = store.seal(async (sealer) => {
      await sealer.registry.addTrack('cyber');
      await addObjects(sealer, idsFrom('indicator', 0, 100));
      throw mine;
    });
    await expect(sealing).rejects.toBe(mine);
    await store.read(async ({ registry, objects }) => {
      expect(await registry.tracks()).toEqual([]);
      expect(await objects.byIds(idsFrom('indicator', 0, 100))).toEqual([]);
    });
    await store.seal(({ registry }) => registry.addTrack('finance'));
    expect(await tracksOf(store)).toEqual(['finance']);
  });

  it('runs after the one before it, across two openers: no update is lost', async () => {
    const { store } = under();
    const other = await under().open();
    const count = async (each: Store) =>
      each.seal(async ({ registry }) => {
        const seen = Number((await registry.node())?.name ?? 0);
        await new Promise((resolve) => setTimeout(resolve, 1));
        await registry.setNode({ id: 'counter', name: String(seen + 1) });
        return seen;
      });
    const seen = await Promise.all(Array.from({ length: 60 }, (_, at) => count(at % 2 === 0 ? store : other)));
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, at) => at));
    expect(await other.read(({ registry }) => registry.node())).toEqual({ id: 'counter', name: '60' });
  });

  it('lets the process do other things while it waits and while it writes much', async () => {
    const { store } = under();
    const other = await under().open();
    const turns: number[] = [];
    const beat = setInterval(() => turns.push(performance.now()), 5);
    const begin = performance.now();
    await Promise.all([
      other.seal(() => new Promise((resolve) => setTimeout(resolve, 100))),
      store.seal((sealer) => addObjects(sealer, idsFrom('malware', 0, 30_000))),
    ]);
    clearInterval(beat);
    const gaps = turns.map((turn, at) => turn - (turns[at - 1] ?? begin));
    expect(Math.max(...gaps)).toBeLessThan(1_000);
    expect(turns.length).toBeGreaterThan(10);
  });

  it('lets the process do other things while short transactions follow each other without end', async () => {
    const { store } = under();
    let over = false;
    const end = setTimeout(() => {
      over = true;
    }, 20);
    for (let time = 0; !over && time < 20_000; time++) {
      await store.seal(({ registry }) => registry.setNode({ id: 'counter', name: String(time) }));
      await store.read(({ registry }) => registry.node());
    }
    clearTimeout(end);
    expect(over).toBe(true);
  });

  it('does not let a question that nobody awaited run later', async () => {
    const { store } = under();
    const late: Promise<unknown>[] = [];
    await store.seal(async ({ registry }) => {
      late.push(new Promise((resolve) => setTimeout(resolve, 5)).then(() => registry.addTrack('late')));
    });
    await expect(late[0]).rejects.toThrow('the transaction has ended');
    expect(await tracksOf(store)).toEqual(['finance']);
  });

  it('is refused, with reads, once the store is closed; what was under way ends first', async () => {
    const store = await under().open();
    const sealing = store.seal(async ({ registry }) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      await registry.addTrack('slow');
    });
    const queued = store.seal(({ registry }) => registry.addTrack('queued'));
    await store.close();
    await Promise.all([sealing, queued]);
    await expect(tracksOf(store)).rejects.toMatchObject({ code: 'store-unavailable' });
    await expect(store.seal(async () => 1)).rejects.toMatchObject({ code: 'store-unavailable' });
    await store.close();
    expect(await tracksOf(under().store)).toEqual(['finance', 'slow', 'queued']);
  });
});

eachStore('a reader', (under) => {
  it('has no function that writes', async () => {
    const names = await under().store.read(async (reader) =>
      Object.fromEntries(Object.keys(reader).map((noun) => [noun, Object.keys(reader[noun as keyof Reader]).sort()])),
    );
    expect(names).toEqual({
      registry: [
        'bearerOf',
        'certificateHolders',
        'consents',
        'node',
        'operator',
        'operators',
        'participant',
        'participantByNum',
        'participants',
        'standing',
        'standings',
        'tokens',
        'tokensInForce',
        'tracks',
      ],
      collections: ['all', 'byAlias', 'listed', 'listedBy'],
      objects: ['bodies', 'byIds', 'byNums', 'membershipsOf', 'siblings', 'touching', 'versionsOf'],
      matrix: ['cells', 'classes', 'profiles'],
      books: ['inForce'],
      feeds: ['heads', 'live', 'objectsEver', 'page', 'past', 'state', 'untold'],
      ledgers: ['all', 'find', 'inForce', 'leaves', 'nodes', 'published', 'tiles'],
      disclosures: ['deliveries', 'held', 'heldOf'],
      quarantine: ['count', 'find', 'list'],
      submissions: ['find', 'unfinished', 'waiting'],
      archive: ['isEmpty', 'rows', 'schema'],
    });
  });
});

const freshPlace = async (database: 'sqlite' | 'postgres'): Promise<{ location: string; remove: () => Promise<void> }> =>
  database === 'sqlite' ? freshFile() : { location: await freshDatabase(), remove: async () => undefined };

it.each(['sqlite', 'postgres'] as const)('several openers may meet at a new database (%s)', async (database) => {
  const { location, remove } = await freshPlace(database);
  const stores = await Promise.all(Array.from({ length: 6 }, () => openStore(database, location)));
  await Promise.all(stores.map((store, at) => store.seal(({ registry }) => registry.addParticipant(aParticipant(`p${at}`)))));
  for (const store of stores) expect(await store.read(({ registry }) => registry.participants())).toHaveLength(6);
  await Promise.all(stores.map((store) => store.close()));
  await remove();
});
