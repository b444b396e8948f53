import { expect, it } from 'vitest';
import type { FeedQuery, NewEntry, PageEntry, VersionMatch } from '../../src/exchange/ports/feeds.js';
import { eachStore, type StoreUnderTest } from './each-store.js';
import { addObjects, anEntry, idsFrom } from './samples.js';

const LAST: readonly VersionMatch[] = [{ kind: 'last' }];
const ALL: readonly VersionMatch[] = [{ kind: 'all' }];

const aQuery = (rest: Partial<FeedQuery> = {}): FeedQuery => ({
  participant: 1,
  collection: 1,
  afterPos: 0,
  versions: LAST,
  limit: 100,
  ...rest,
});

const pageOf = ({ store }: StoreUnderTest, rest: Partial<FeedQuery> = {}): Promise<readonly PageEntry[]> =>
  store.read(({ feeds }) => feeds.page(aQuery(rest)));

const positions = async (under: StoreUnderTest, rest: Partial<FeedQuery> = {}): Promise<readonly number[]> =>
  (await pageOf(under, rest)).map((entry) => entry.pos);

eachStore('feeds', (under) => {
  it('has no head, no entry and no page at first', async () => {
    await under().store.read(async ({ feeds }) => {
      expect(await feeds.heads(1)).toEqual(new Map());
      expect(await feeds.live(1, [1])).toEqual([]);
      expect(await feeds.page(aQuery())).toEqual([]);
      expect(await feeds.page(aQuery({ afterAdded: 1 }))).toEqual([]);
    });
  });

  it('appends entries of several feeds at once, moves the heads, and pages in order', async () => {
    const { store } = under();
    const ids = [...idsFrom('indicator', 0, 3), ...idsFrom('malware', 0, 2)];
    const added = await store.seal((sealer) => addObjects(sealer, ids));
    const entries = added.flatMap(({ object, version, id }, at) =>
      [1, 2].map((participant) =>
        anEntry({ participant, collection: 1, pos: (at + 1) * 10, object, version, type: id.slice(0, id.indexOf('--')) }),
      ),
    );
    await store.seal(async ({ feeds }) => {
      await feeds.append(entries);
      expect(await feeds.heads(1)).toEqual(new Map([[1, { pos: 50, added: 1_700_000_000_050 }]]));
    });
    const page = await pageOf(under());
    expect(page).toEqual(
      added.map(({ object, version, id }, at) => ({
        pos: (at + 1) * 10,
        added: 1_700_000_000_000 + (at + 1) * 10,
        object,
        id,
        type: id.slice(0, id.indexOf('--')),
        version,
        instant: '2026-01-01T00:00:00.000',
        bytes: 2,
      })),
    );
    expect(await positions(under(), { limit: 2 })).toEqual([10, 20]);
    expect(await positions(under(), { afterPos: 20, limit: 2 })).toEqual([30, 40]);
    expect(await positions(under(), { afterPos: 50 })).toEqual([]);
    expect(await positions(under(), { participant: 2 })).toEqual([10, 20, 30, 40, 50]);
    expect(await positions(under(), { collection: 2 })).toEqual([]);
  });

  it('refuses an entry that is not behind its feed', async () => {
    const { store } = under();
    const entry = anEntry({ participant: 1, collection: 1, pos: 51, object: 1, version: 1 });
    const appending = (...entries: NewEntry[]) => store.seal(({ feeds }) => feeds.append(entries));
    await expect(appending({ ...entry, pos: 50 })).rejects.toThrow('not behind');
    await expect(appending({ ...entry, added: 1_700_000_000_050 })).rejects.toThrow('not behind');
    await expect(appending({ ...entry, pos: 52 }, entry)).rejects.toThrow('not behind');
    expect(await positions(under())).toEqual([10, 20, 30, 40, 50]);
  });

  it('starts strictly after a date_added in microseconds, whole milliseconds or not', async () => {
    const at_us = (pos: number) => (1_700_000_000_000 + pos) * 1000;
    expect(await positions(under(), { afterAdded: at_us(10) - 1 })).toEqual([10, 20, 30, 40, 50]);
    expect(await positions(under(), { afterAdded: at_us(10) })).toEqual([20, 30, 40, 50]);
    expect(await positions(under(), { afterAdded: at_us(10) + 999 })).toEqual([20, 30, 40, 50]);
    expect(await positions(under(), { afterAdded: at_us(35) })).toEqual([40, 50]);
    expect(await positions(under(), { afterAdded: at_us(50) - 1 })).toEqual([50]);
    expect(await positions(under(), { afterAdded: at_us(50) })).toEqual([]);
    expect(await positions(under(), { afterAdded: 0 })).toEqual([10, 20, 30, 40, 50]);
    expect(await positions(under(), { afterAdded: at_us(10), afterPos: 30 })).toEqual([40, 50]);
    expect(await positions(under(), { afterAdded: at_us(40), afterPos: 10 })).toEqual([50]);
  });

  it('filters by type and by id', async () => {
    expect(await positions(under(), { types: ['malware'] })).toEqual([40, 50]);
    expect(await positions(under(), { types: ['malware', 'indicator'] })).toEqual([10, 20, 30, 40, 50]);
    expect(await positions(under(), { types: ['tool'] })).toEqual([]);
    expect(await positions(under(), { types: [] })).toEqual([]);
    const ids = ['malware--00000001', 'indicator--00000001', 'tool--1'];
    expect(await positions(under(), { ids })).toEqual([20, 50]);
    expect(await positions(under(), { ids, limit: 1 })).toEqual([20]);
    expect(await positions(under(), { ids, types: ['malware'] })).toEqual([50]);
    expect(await positions(under(), { ids: ['tool--1'] })).toEqual([]);
    expect(await positions(under(), { ids: [] })).toEqual([]);
    expect(await positions(under(), { ids, afterAdded: 1_700_000_000_020_000 })).toEqual([50]);
  });
});

eachStore('feeds with versions', (under) => {
  // one object with three versions: 1 first, 2 between, 3 last; and one object with one version, 4
  const instants = ['2026-01-01', '2026-02-01', '2026-03-01'];

  it('matches last, first, all and exact versions, ORed', async () => {
    const { store } = under();
    await store.seal(async ({ objects, feeds }) => {
      const [many, one] = await objects.add([
        { id: 'report--1', type: 'report', originator: null, createdBy: null, created: null, given: {}, submitter: null },
        { id: 'tool--1', type: 'tool', originator: null, createdBy: null, created: null, given: {}, submitter: null },
      ]);
      const rows = [...instants.map((instant) => [many ?? 0, instant] as const), [one ?? 0, '2026-02-01'] as const];
      const versions = await objects.addVersions(
        rows.map(([object, instant]) => ({ object, instant, revoked: false, bytes: 1, body: '1' })),
      );
      await feeds.append(
        rows.map(([object, instant], at) => {
          const place = { participant: 1, collection: 1, pos: at + 1, object, version: versions[at] ?? 0 };
          return anEntry({ ...place, instant, first: at === 0 || at === 3, last: at >= 2 });
        }),
      );
    });
    const matching = (...versions: VersionMatch[]) => positions(under(), { versions });
    expect(await matching({ kind: 'last' })).toEqual([3, 4]);
    expect(await matching({ kind: 'first' })).toEqual([1, 4]);
    expect(await matching({ kind: 'all' })).toEqual([1, 2, 3, 4]);
    expect(await matching({ kind: 'first' }, { kind: 'last' })).toEqual([1, 3, 4]);
    expect(await matching({ kind: 'exact', instant: '2026-02-01' })).toEqual([2, 4]);
    expect(await matching({ kind: 'exact', instant: '2026-02-01' }, { kind: 'exact', instant: '2026-01-01' })).toEqual([1, 2, 4]);
    expect(await matching({ kind: 'exact', instant: '2026-02-01' }, { kind: 'first' })).toEqual([1, 2, 4]);
    expect(await matching({ kind: 'exact', instant: '2025-02-01' })).toEqual([]);
    expect(await matching({ kind: 'exact', instant: '2025-02-01' }, { kind: 'all' })).toEqual([1, 2, 3, 4]);
    expect(await matching()).toEqual([]);
    const ofReport = (...versions: VersionMatch[]) => positions(under(), { ids: ['report--1'], versions });
    expect(await ofReport({ kind: 'last' })).toEqual([3]);
    expect(await ofReport({ kind: 'all' })).toEqual([1, 2, 3]);
    expect(await ofReport({ kind: 'exact', instant: '2026-02-01' }, { kind: 'first' })).toEqual([1, 2]);
    expect(await positions(under(), { versions: [{ kind: 'all' }], limit: 2 })).toEqual([1, 2]);
  });

  it('marks in place, and buries once', async () => {
    const { store } = under();
    const objects = await store.read(async (reader) =>
      (await reader.objects.byIds(['report--1', 'tool--1'])).map(({ num }) => num),
    );
    const live = () => store.read(({ feeds }) => feeds.live(1, objects));
    expect((await live()).map(({ pos, first, last }) => [pos, first, last])).toEqual([
      [1, true, false],
      [2, false, false],
      [3, false, true],
      [4, true, true],
    ]);
    await store.seal(async ({ feeds }) => {
      await feeds.bury(1, [{ collection: 1, pos: 3 }], 1_800_000_000_000);
      await feeds.mark(1, [
        { collection: 1, pos: 2, first: false, last: true },
        { collection: 1, pos: 3, first: true, last: true },
        { collection: 2, pos: 1, first: true, last: true },
      ]);
      await feeds.bury(2, [{ collection: 1, pos: 4 }], 1_800_000_000_000);
    });
    expect(await positions(under())).toEqual([2, 4]);
    expect(await positions(under(), { versions: ALL })).toEqual([1, 2, 4]);
    expect(await positions(under(), { ids: ['report--1'], versions: ALL })).toEqual([1, 2]);
    expect((await live()).map(({ pos }) => pos)).toEqual([1, 2, 4]);
    await store.seal(async ({ feeds }) => feeds.bury(1, [{ collection: 1, pos: 4 }], 1_800_000_000_001));
    expect((await live()).map(({ pos }) => pos)).toEqual([1, 2]);
    // dead entries still count for the place of a date_added
    expect(await positions(under(), { afterAdded: 1_700_000_000_001_000, versions: ALL })).toEqual([2]);
    expect(await store.read(({ feeds }) => feeds.heads(1))).toEqual(new Map([[1, { pos: 4, added: 1_700_000_000_004 }]]));
  });
});

eachStore('deep feeds', (under) => {
  const count = 20_000;
  const types = ['indicator', 'malware', 'tool'];

  it('gives every live entry exactly once, page by page, by position and by date_added', async () => {
    const { store } = under();
    const added = await store.seal((sealer) => addObjects(sealer, idsFrom('indicator', 0, count)));
    await store.seal(({ feeds }) =>
      feeds.append(
        added.map(({ object, version }, at) =>
          anEntry({ participant: 1, collection: 1, pos: at + 1, object, version, type: types[at % 3] ?? '', last: at % 5 !== 0 }),
        ),
      ),
    );
    const dead = Array.from({ length: 5_000 }, (_, at) => ({ collection: 1, pos: at + 1 }));
    await store.seal(({ feeds }) =>
      feeds.bury(1, [...dead, ...dead.map(({ pos }) => ({ collection: 2, pos: pos + 70_000 }))], 5),
    );
    const wanted = added.map((_, at) => at + 1).filter((pos) => pos > 5_000 && pos % 5 !== 1);

    const byPosition: number[] = [];
    for (let afterPos = 0; ; afterPos = byPosition.at(-1) ?? 0) {
      const page = await positions(under(), { afterPos, limit: 700 });
      byPosition.push(...page);
      if (page.length < 700) break;
    }
    expect(byPosition).toEqual(wanted);

    const byDate: number[] = [];
    for (let afterAdded = 0; ; ) {
      const page = await pageOf(under(), { afterAdded, limit: 700 });
      byDate.push(...page.map((entry) => entry.pos));
      const end = page.at(-1);
      if (end === undefined || page.length < 700) break;
      afterAdded = end.added * 1000;
    }
    expect(byDate).toEqual(wanted);

    expect(await positions(under(), { types: ['tool'], limit: 3, afterPos: 5_000 })).toEqual([5_004, 5_007, 5_010]);
    expect(await positions(under(), { versions: ALL, limit: 3 })).toEqual([5_001, 5_002, 5_003]);
  });

  it('takes lists longer than a statement may have parameters', async () => {
    const { store } = under();
    const objects = Array.from({ length: 70_000 }, (_, at) => at + 1);
    const [live, page] = await store.read(async ({ feeds }) => [
      await feeds.live(1, objects),
      await feeds.page(aQuery({ ids: idsFrom('indicator', 0, 70_000), limit: 5, versions: ALL })),
    ]);
    expect(live).toHaveLength(15_000);
    expect(page.map((entry) => entry.pos)).toEqual([5_001, 5_002, 5_003, 5_004, 5_005]);
    const moved = live.map((entry) => ({ ...entry, first: false, last: true }));
    await store.seal(({ feeds }) => feeds.mark(1, moved));
    expect(await store.read(({ feeds }) => feeds.live(1, objects))).toEqual(moved);
  });

  it('continues a feed from its head, and keeps feeds apart', async () => {
    const { store } = under();
    const entry = anEntry({ participant: 1, collection: 1, pos: count + 1, object: 1, version: 1 });
    await store.seal(({ feeds }) =>
      feeds.append([entry, { ...entry, collection: 2, pos: 1 }, { ...entry, participant: 2, pos: 7 }]),
    );
    await store.read(async ({ feeds }) => {
      expect((await feeds.heads(1)).get(1)?.pos).toBe(count + 1);
      expect((await feeds.heads(1)).get(2)?.pos).toBe(1);
      expect((await feeds.heads(2)).get(1)?.pos).toBe(7);
      expect(await feeds.live(1, [1])).toHaveLength(2);
    });
  });
});
