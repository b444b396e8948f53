import { expect, it } from 'vitest';
import type { Submission } from '../../src/exchange/ports/submissions.js';
import { eachStore } from './each-store.js';

const sent = (id: string, participant: number, rest: Partial<Submission> = {}): Submission => ({
  id,
  participant,
  collection: 3,
  at: 5,
  endedAt: null,
  outcome: '{"waiting":1}',
  ...rest,
});

eachStore('submissions', (under) => {
  it('wait in the order in which they came, of one participant or of all, with what was sent', async () => {
    const { store } = under();
    await store.seal(async ({ submissions }) => {
      for (const [id, participant] of [
        ['a', 1],
        ['b', 2],
        ['c', 1],
      ] as const)
        await submissions.add(sent(id, participant), `{"objects":["${id} 🜲\\u0000"]}`);
      await submissions.add(sent('d', 1, { endedAt: 7 }), null);
    });
    await store.read(async ({ submissions }) => {
      expect((await submissions.unfinished(9)).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
      expect((await submissions.unfinished(1, 1)).map(({ id, body }) => [id, body])).toEqual([
        ['a', '{"objects":["a 🜲\\u0000"]}'],
      ]);
      expect((await submissions.unfinished(9, 1)).map(({ id }) => id)).toEqual(['a', 'c']);
      expect([await submissions.waiting(1), await submissions.waiting(2), await submissions.waiting(3)]).toEqual([2, 1, 0]);
      expect(await submissions.find('b')).toEqual(sent('b', 2));
      expect(await submissions.find('x')).toBeUndefined();
    });
  });

  it('end once all of them was taken in, keep what became of them, and are forgotten some time after', async () => {
    const { store } = under();
    await store.seal(({ submissions }) => submissions.end('a', 10, '{"waiting":0}'));
    await store.seal(({ submissions }) => submissions.forget(8));
    await store.read(async ({ submissions }) => {
      expect((await submissions.unfinished(9)).map(({ id }) => id)).toEqual(['b', 'c']);
      expect(await submissions.find('a')).toEqual(sent('a', 1, { endedAt: 10, outcome: '{"waiting":0}' }));
      expect(await submissions.find('d')).toBeUndefined();
    });
  });
});
