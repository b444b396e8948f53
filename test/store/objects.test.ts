import { expect, it } from 'vitest';
import { eachStore } from './each-store.js';
import { aCollection, addObjects, anObject, aParticipant, idsFrom, someLabels } from './samples.js';

eachStore('objects', (under) => {
  it('gives ascending numbers in the order of the objects, above every earlier one', async () => {
    const { store } = under();
    const first = await store.seal(({ objects }) => objects.add(idsFrom('malware', 0, 120).map((id) => anObject(id))));
    const then = await store.seal(({ objects }) => objects.add([anObject('tool--1'), anObject('tool--0')]));
    const nums = [...first, ...then];
    expect(nums).toEqual([...nums].sort((a, b) => a - b));
    expect(new Set(nums).size).toBe(122);
    const found = await store.read(({ objects }) => objects.byIds(['tool--0', 'malware--00000000', 'tool--9']));
    expect(new Map(found.map(({ id, num }) => [id, num]))).toEqual(
      new Map([
        ['malware--00000000', first[0]],
        ['tool--0', then[1]],
      ]),
    );
    expect(await store.seal(({ objects }) => objects.add([]))).toEqual([]);
  });

  it('keeps everything of an object', async () => {
    const { store } = under();
    const num = await store.seal(({ registry }) => registry.addParticipant(aParticipant('origin')));
    const whole = anObject('report--1', { originator: num, createdBy: 'identity--1', created: '2026-01-01T00:00:00.123456' });
    const [object] = await store.seal(({ objects }) => objects.add([whole]));
    expect(await store.read(({ objects }) => objects.byNums([object ?? 0]))).toEqual([{ ...whole, num: object }]);
  });

  it('refuses an id, and an instant of one object, that are there', async () => {
    const { store } = under();
    const version = (object: number) => ({ object, instant: '2026-01-01T00:00:00.', revoked: false, bytes: 2, body: '{}' });
    const [tool] = await store.read(({ objects }) => objects.byIds(['tool--1']));
    await expect(store.seal(({ objects }) => objects.add([anObject('tool--1')]))).rejects.toThrow();
    await store.seal(({ objects }) => objects.addVersions([version(tool?.num ?? 0)]));
    await expect(store.seal(({ objects }) => objects.addVersions([version(tool?.num ?? 0)]))).rejects.toThrow();
    // the statement that failed leaves the writer usable
    await store.seal(({ objects }) => objects.add([anObject('tool--2')]));
  });

  it('keeps the exact text of a body: Unicode, escapes, quotes, large', async () => {
    const { store } = under();
    const bodies = [
      '{"a":"é \u{1f600} \\u0000 \\ud800 \'\\" %"}',
      '{}',
      `{"x":"${'y'.repeat(3_000_000)}"}`,
      '{"n":1.0e+2,"e":{},"\\\\":"\t"}',
    ];
    const [object] = await store.seal(({ objects }) => objects.add([anObject('note--1')]));
    const versions = await store.seal(({ objects }) =>
      objects.addVersions(
        bodies.map((body, at) => ({
          object: object ?? 0,
          instant: `2026-01-0${at + 1}`,
          revoked: at === 1,
          bytes: Buffer.byteLength(body),
          body,
        })),
      ),
    );
    const kept = await store.read(({ objects }) => objects.bodies([...versions, 999_999]));
    expect(kept).toEqual(new Map(versions.map((version, at) => [version, bodies[at]])));
    const listed = await store.read(({ objects }) => objects.versionsOf([object ?? 0]));
    expect(listed.map(({ revoked, bytes }) => [revoked, bytes])).toEqual(
      bodies.map((body, at) => [at === 1, Buffer.byteLength(body)]),
    );
  });

  it('orders versions by object, then by the code points of the instant', async () => {
    const { store } = under();
    const instants = [
      '2026-01-01T00:00:00.5',
      '2026-01-01T00:00:00',
      '2026-01-01T00:00:00.10',
      'a',
      'B',
      '_',
      '\u{1f600}',
      '\uffee',
      'Z',
    ];
    const [one, two] = await store.seal(({ objects }) => objects.add([anObject('grouping--2'), anObject('grouping--1')]));
    await store.seal(({ objects }) =>
      objects.addVersions(
        [two, one].flatMap((object) =>
          instants.map((instant) => ({ object: object ?? 0, instant, revoked: false, bytes: 0, body: '' })),
        ),
      ),
    );
    const sorted = [...instants].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const seen = await store.read(({ objects }) => objects.versionsOf([two ?? 0, one ?? 0]));
    expect(seen.map(({ object, instant }) => [object, instant])).toEqual(
      [one, two].flatMap((object) => sorted.map((instant) => [object, instant])),
    );
  });
});

eachStore('memberships', (under) => {
  const setUp = async () => {
    const { store } = under();
    return store.seal(async (sealer) => {
      const known = await sealer.objects.byIds(idsFrom('indicator', 0, 6));
      if (known.length > 0) throw new Error('set up once');
      const collections = [
        await sealer.collections.add(aCollection('one')),
        await sealer.collections.add(aCollection('two')),
      ] as const;
      const classes = [
        await sealer.matrix.internClass('a', someLabels('indicator')),
        await sealer.matrix.internClass('b', someLabels('indicator')),
        await sealer.matrix.internClass('c', someLabels('indicator')),
      ] as const;
      return { collections, classes, added: await addObjects(sealer, idsFrom('indicator', 0, 6)) };
    });
  };

  it('sets, replaces, finds by class and collection, and drops', async () => {
    const { store } = under();
    const { collections, classes, added } = await setUp();
    const [one, two] = collections;
    const [a, b, c] = classes;
    const at = (index: number) => added[index] ?? { object: 0, version: 0 };
    const member = (index: number, collection: number, of: number) => ({
      version: at(index).version,
      collection,
      class: of,
    });
    // objects 0-2 are in `one` as class a; 2 and 3 in `two` as class b; 4 moves from a to c; 5 is nowhere
    await store.seal(({ objects }) =>
      objects.setMemberships([
        member(0, one, a),
        member(1, one, a),
        member(2, one, a),
        member(2, two, b),
        member(3, two, b),
        member(4, one, a),
      ]),
    );
    await store.seal(({ objects }) => objects.setMemberships([member(4, one, c)]));
    const touching = (filter: { classes?: readonly number[]; collections?: readonly number[] }, after = 0, limit = 10) =>
      store.read(({ objects }) => objects.touching(filter, after, limit));
    const objectsAt = (...indexes: number[]) => indexes.map((index) => at(index).object);
    expect(await touching({})).toEqual(objectsAt(0, 1, 2, 3, 4));
    expect(await touching({ classes: [a] })).toEqual(objectsAt(0, 1, 2));
    expect(await touching({ classes: [a, b] })).toEqual(objectsAt(0, 1, 2, 3));
    expect(await touching({ collections: [two] })).toEqual(objectsAt(2, 3));
    expect(await touching({ classes: [c], collections: [two] })).toEqual(objectsAt(2, 3, 4));
    expect(await touching({ classes: [] })).toEqual([]);
    expect(await touching({ classes: [a, b] }, at(1).object, 1)).toEqual(objectsAt(2));
    expect(await touching({}, at(1).object, 2)).toEqual(objectsAt(2, 3));

    const of = await store.read(({ objects }) => objects.membershipsOf(objectsAt(2, 4, 5)));
    expect(of).toEqual([
      { ...member(2, one, a), object: at(2).object },
      { ...member(2, two, b), object: at(2).object },
      { ...member(4, one, c), object: at(4).object },
    ]);

    await store.seal(({ objects }) => objects.dropMemberships([at(2).version, at(3).version]));
    expect(await touching({})).toEqual(objectsAt(0, 1, 4));
    expect(await store.read(({ objects }) => objects.membershipsOf(objectsAt(2, 3)))).toEqual([]);
    expect(await store.read(async ({ objects }) => (await objects.bodies([at(2).version])).size)).toBe(1);
  });

  it('takes lists longer than a statement may have parameters', async () => {
    const { store } = under();
    const absent = Array.from({ length: 70_000 }, (_, at) => 1_000_000 + at);
    const ids = idsFrom('url', 0, 3_000);
    const added = await store.seal((sealer) => addObjects(sealer, ids));
    const [one] = (await store.read(({ collections }) => collections.all())).map((collection) => collection.num);
    const [a] = (await store.read(({ matrix }) => matrix.classes())).map((known) => known.num);
    const nums = added.map(({ object }) => object);
    const versions = added.map(({ version }) => version);
    await store.seal(({ objects }) =>
      objects.setMemberships(versions.map((version) => ({ version, collection: one ?? 0, class: a ?? 0 }))),
    );
    await store.read(async ({ objects }) => {
      expect(await objects.byIds([...idsFrom('x-none', 0, 70_000), ...ids])).toHaveLength(3_000);
      expect(await objects.byNums([...absent, ...nums])).toHaveLength(3_000);
      expect(await objects.versionsOf([...absent, ...nums])).toHaveLength(3_000);
      expect(await objects.membershipsOf([...absent, ...nums])).toHaveLength(3_000);
      expect((await objects.bodies([...absent, ...versions])).size).toBe(3_000);
      expect(await objects.touching({ classes: [...absent, a ?? 0] }, nums[0] ?? 0, 3)).toEqual(nums.slice(1, 4));
    });
    await store.seal(({ objects }) => objects.dropMemberships([...absent, ...versions]));
    expect(await store.read(({ objects }) => objects.membershipsOf(nums))).toEqual([]);
  });

  it('amends whose an object is and what it was given, and nothing else of it', async () => {
    const { store } = under();
    await store.seal(async ({ objects }) => {
      const [num = 0] = await objects.add([anObject('report--amended', { created: '2026-01-01T00:00:00' })]);
      const [before] = await objects.byNums([num]);
      const change = { createdBy: 'identity--a', created: null, given: { tlp: ['green'] } };
      if (before) await objects.amend([{ ...before, ...change }]);
      expect(await objects.byNums([num])).toEqual([{ ...before, ...change }]);
    });
  });
});
