import { afterEach, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.js';
import { keepApart } from '../../src/exchange/keep-apart.js';
import type { Arrived } from '../../src/exchange/read-arrivals.js';
import { addCollection, addPartner, openTestHouse, type TestHouse } from '../house-fixture.js';
import { indicator } from '../http/stage.js';

let opened: TestHouse;
afterEach(() => opened.close());

const arrived = (number: number): Arrived => {
  const object = indicator(number);
  const text = JSON.stringify(object);
  return { index: 0, object, text, bytes: text.length } as unknown as Arrived;
};

it('a partner that fills its quarantine takes no room of others, and the operator is alarmed, not the partner told', async () => {
  opened = await openTestHouse();
  const { house } = opened;
  const { participant } = await addPartner(house, 'meridian', {});
  const collection = await addCollection(house, 'ics', 'cyber');
  const alarms: string[] = [];
  const alarming = { alarm: (kind: string) => void alarms.push(kind) };
  const kept = (numbers: readonly number[], originator: number | null) =>
    house.store.seal((sealer) =>
      keepApart(
        alarming,
        sealer,
        numbers.map((number) => ({ arrived: arrived(number), originator, code: 'creator-foreign', message: 'a test' })),
        { collection, at: 1 },
      ),
    );
  const many = Array.from({ length: LIMITS.quarantined_max }, (_, number) => number);
  expect([await kept(many.slice(1), participant.num), alarms]).toEqual([LIMITS.quarantined_max - 1, []]);
  expect([await kept([20_001, 20_002], participant.num), alarms]).toEqual([1, ['limit-reached']]);
  expect([await kept([20_001, 20_002], null), alarms]).toEqual([2, ['limit-reached']]);
});
