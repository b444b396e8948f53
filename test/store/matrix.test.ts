import { expect, it } from 'vitest';
import { eachStore } from './each-store.js';
import { aDecision, aProfile, someLabels } from './samples.js';

eachStore('matrix', (under) => {
  it('gives one number to one digest', async () => {
    const { store } = under();
    await store.seal(async ({ matrix }) => {
      const a = await matrix.internClass('a', someLabels('indicator'));
      const b = await matrix.internClass('b', someLabels('malware'));
      expect(await matrix.internClass('a', someLabels('indicator'))).toBe(a);
      expect(b).not.toBe(a);
      expect(await matrix.classes()).toEqual([
        { num: a, digest: 'a', labels: someLabels('indicator') },
        { num: b, digest: 'b', labels: someLabels('malware') },
      ]);
      const profile = await matrix.internProfile('p', aProfile);
      expect(await matrix.internProfile('p', aProfile)).toBe(profile);
      expect(await matrix.profiles()).toEqual([{ num: profile, digest: 'p', profile: aProfile }]);
    });
  });

  it('keeps a cell as it was first written, by book, class, profile and ownership', async () => {
    const { store } = under();
    const key = await store.seal(async ({ matrix }) => ({
      class: await matrix.internClass('a', someLabels('indicator')),
      profile: await matrix.internProfile('p', aProfile),
    }));
    const cell = { ...key, book: 'b1', own: false, decision: aDecision };
    const changed = { ...cell, decision: { ...aDecision, outcome: 'withheld' as const } };
    await store.seal(({ matrix }) => matrix.addCells([cell, { ...changed, own: true }, { ...changed, book: 'b2' }]));
    await store.seal(({ matrix }) => matrix.addCells([changed]));
    const cells = await store.read(({ matrix }) => matrix.cells('b1', key.profile));
    expect(cells).toHaveLength(2);
    expect(cells).toEqual(expect.arrayContaining([cell, { ...changed, own: true }]));
    expect(await store.read(({ matrix }) => matrix.cells('b3', key.profile))).toEqual([]);
  });
});

eachStore('books and events', (under) => {
  it('has one book in force, the last enforced, also when an earlier one comes back', async () => {
    const { store } = under();
    const inForce = () => store.read(({ books }) => books.inForce());
    expect(await inForce()).toBeUndefined();
    const one = { hash: '1', files: { 'a.cedar': 'permit (principal, action, resource);\n', 'views.json': '{}' } };
    const two = { hash: '2', files: { 'a.cedar': '' } };
    for (const book of [one, two, one]) {
      await store.seal(({ books }) => books.enforce(book));
      expect(await inForce()).toEqual(book);
    }
  });
});
