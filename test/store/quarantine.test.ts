import { expect, it } from 'vitest';
import type { Quarantined } from '../../src/exchange/ports/quarantine.js';
import { eachStore } from './each-store.js';

const item = (digest: string, collection = 1): Quarantined & { readonly body: string } => ({
  at: 5,
  id: 'tool--00000000-0000-4000-8000-000000000001',
  collection,
  originator: null,
  code: 'version-conflict',
  message: 'a message „mit“ 🜲',
  digest,
  bytes: 12,
  body: '{"a":"\\u0000 🜲"}',
});

eachStore('the quarantine', (under) => {
  it('keeps objects in the order in which they came, each text once in a collection', async () => {
    const { store } = under();
    await store.seal(async ({ quarantine }) => {
      await quarantine.add([]);
      await quarantine.add([item('aa'), item('bb')]);
      await quarantine.add([item('bb'), item('bb', 2), item('cc')]);
      await quarantine.add([{ ...item('aa'), originator: 7 }]);
      expect([await quarantine.count(null), await quarantine.count(7)]).toEqual([4, 1]);
      expect([await quarantine.dropOf(7, 1, item('aa').id), await quarantine.dropOf(7, 1, item('aa').id)]).toEqual([1, 0]);
    });
    await store.read(async ({ quarantine }) => {
      const all = await quarantine.list(0, 10);
      expect(all.map(({ digest, collection }) => [digest, collection])).toEqual([
        ['aa', 1],
        ['bb', 1],
        ['bb', 2],
        ['cc', 1],
      ]);
      const { body, ...first } = item('aa');
      expect(all[0]).toEqual({ num: 1, ...first });
      expect(await quarantine.list(all[1]?.num ?? 0, 1)).toEqual([all[2]]);
      expect(await quarantine.find(1)).toEqual({ num: 1, ...first, body });
      expect(await quarantine.find(99)).toBeUndefined();
    });
  });

  it('drops one, and gives its number to nobody while later ones stand', async () => {
    const { store } = under();
    await store.seal(async ({ quarantine }) => {
      await quarantine.drop(1);
      await quarantine.drop(99);
      await quarantine.add([item('aa')]);
    });
    const rest = await store.read(({ quarantine }) => quarantine.list(0, 10));
    expect(rest.map(({ digest }) => digest)).toEqual(['bb', 'bb', 'cc', 'aa']);
    expect(rest.map(({ num }) => num)).not.toContain(1);
  });
});
