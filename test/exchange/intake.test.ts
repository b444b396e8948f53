import { afterEach, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.js';
import { amend } from '../../src/exchange/admit.js';
import { exposure } from '../../src/exchange/disclosure/exposure.js';
import type { Store } from '../../src/exchange/ports/store.js';
import { settled, takeInWaiting } from '../../src/exchange/submission/intake.js';
import { retract } from '../../src/exchange/submission/retract.js';
import { seeSubmission } from '../../src/exchange/submission/see-submission.js';
import { submit } from '../../src/exchange/submission/submit.js';
import { drain } from '../drain.js';
import { addCollection, addPartner, openTestHouse, publishTo, type TestHouse } from '../house-fixture.js';
import { idOf, indicator, range } from '../http/stage.js';

const CREATOR = 'identity--aaaaaaaa-0000-4000-8000-000000000001';
const ALL = [{ kind: 'all' as const }];

let opened: TestHouse;
afterEach(() => opened.close());

/** A house with a partner that may write, and another process of it that answers and never takes in: as one that was killed. */
const founded = async () => {
  opened = await openTestHouse();
  const { house } = opened;
  const { participant } = await addPartner(house, 'meridian', { cyber: 'ally' });
  await amend(house, 'meridian', { identities: [CREATOR] });
  await addCollection(house, 'ics', 'cyber', ['meridian']);
  const { store } = house;
  const answer = async (objects: readonly object[]) => {
    // One for the answer, none for the intake.
    let seals = 1;
    const seal: Store['seal'] = (write) => (seals-- > 0 ? store.seal(write) : new Promise(() => undefined));
    const killed = { ...house, store: { read: store.read.bind(store), seal } as unknown as Store };
    return submit(killed, participant, { collection: 'ics', body: Buffer.from(JSON.stringify({ objects })) });
  };
  return { house, participant, answer };
};

const idsIn = async (house: TestHouse['house']): Promise<readonly string[]> =>
  (await drain(house, 'meridian', 'ics')).map((text) => (JSON.parse(text) as { id: string }).id);

const mine = (number: number, day = 1) => indicator(number, day, { created_by_ref: CREATOR });

it('what a process has answered and not taken in, another one takes in, in the order in which it came', async () => {
  const { house, participant, answer } = await founded();
  await answer([mine(1), mine(2)]);
  await answer([mine(1, 2), mine(3)]);
  expect(await drain(house, 'meridian', 'ics')).toEqual([]);
  await takeInWaiting(house);
  expect(await idsIn(house)).toEqual(expect.arrayContaining([1, 2, 3].map((number) => idOf('indicator', number))));
  await settled(house, participant);
});

it('a withdrawal takes in first what was sent before it: it does not come back', async () => {
  const { house, participant, answer } = await founded();
  const { id } = await answer([mine(1), mine(2)]);
  await retract(house, participant, { collection: 'ics', id: idOf('indicator', 1), versions: ALL });
  await takeInWaiting(house);
  expect(await idsIn(house)).toEqual([idOf('indicator', 2)]);
  expect(await seeSubmission(house, participant, id)).toMatchObject({ complete: true, waiting: 0 });
});

it('so much of one partner may wait and not more; another one is not hindered', async () => {
  const { house, answer } = await founded();
  const other = await addPartner(house, 'harbour', { cyber: 'ally' });
  await addCollection(house, 'letters', 'cyber', ['harbour']);
  for (const number of range(1, LIMITS.submissions_waiting_max)) await answer([mine(number)]);
  await expect(answer([mine(99)])).rejects.toMatchObject({ code: 'rate-exceeded' });
  const body = Buffer.from(JSON.stringify({ objects: [mine(99)] }));
  expect(await submit(house, other.participant, { collection: 'letters', body })).toMatchObject({ complete: true });
  await takeInWaiting(house);
  expect(await drain(house, 'meridian', 'ics')).toHaveLength(LIMITS.submissions_waiting_max);
});

it('who holds what is told for the lines of every sender, each edition once, page by page', async () => {
  const { house, participant } = await founded();
  const harbour = await addPartner(house, 'harbour', { cyber: 'ally' });
  await addCollection(house, 'letters', 'cyber', ['harbour']);
  await publishTo(house, 'letters', [observable(1), observable(2)], { tlp: ['green'] });
  const body = Buffer.from(JSON.stringify({ objects: [observable(1)] }));
  for (const [caller, collection] of [
    [participant, 'ics'],
    [harbour.participant, 'letters'],
  ] as const) {
    await submit(house, caller, { collection, body });
    await settled(house, caller);
  }
  for (const collection of ['ics', 'letters']) {
    await drain(house, 'meridian', collection);
    await drain(house, 'harbour', collection);
  }
  const all = (await exposure(house, { object: idOf('ipv4-addr', 1) })).disclosures;
  expect(all.map((one) => [one.participant, one.collection])).toEqual([
    ['meridian', 'letters'],
    ['meridian', 'ics'],
    ['harbour', 'letters'],
  ]);
  const paged: unknown[] = [];
  for (let after: string | undefined; ; ) {
    const { disclosures, next } = await exposure(house, { after, limit: 1 });
    paged.push(...disclosures);
    if (next === undefined) break;
    after = next;
  }
  expect(paged).toEqual((await exposure(house, {})).disclosures);
});

const observable = (last: number) => ({
  type: 'ipv4-addr',
  spec_version: '2.1',
  id: idOf('ipv4-addr', last),
  value: `198.51.100.${last}`,
});
