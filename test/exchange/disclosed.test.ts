import { expect, it } from 'vitest';
import { NO_BITS, withBits } from '../../src/core/disclosure/held-bits.js';
import { disclosePage } from '../../src/exchange/disclosure/disclose.js';
import { exposure } from '../../src/exchange/disclosure/exposure.js';
import { HeldMemory } from '../../src/exchange/disclosure/held-memory.js';
import { auditLedgers, openAudit } from '../../src/exchange/ledger/audit.js';
import type { PageRequest } from '../../src/exchange/page.js';
import { endAfterEach } from '../endings.js';
import { addCollection, addPartner, openTestHouse, publishTo } from '../house-fixture.js';
import { idOf, indicator } from '../http/stage.js';

const endings = endAfterEach();

const stand = async () => {
  const { house, close } = await openTestHouse();
  endings.push(close);
  await addCollection(house, 'ics', 'cyber');
  const { participant } = await addPartner(house, 'meridian', { cyber: 'partner' });
  await publishTo(house, 'ics', [indicator(1), indicator(2), indicator(3)]);
  const held = async () =>
    (await exposure(house, { participant: 'meridian' })).disclosures.map(({ object, disclosed }) => [object, disclosed]);
  return { house, participant, held };
};

const REQUEST: PageRequest = { collection: 'ics', selection: { versions: [{ kind: 'last' }] }, endpoint: 'objects' };

it('an answer without a body is on record as a listing, in the leaf too, and the audit finds it so', async () => {
  const { house, participant, held } = await stand();
  await disclosePage(house, participant, REQUEST, { bodyless: true });
  expect((await held()).map(([, disclosed]) => disclosed)).toEqual(['listing', 'listing', 'listing']);
  await auditLedgers(house, await openAudit(house));
  await disclosePage(house, participant, REQUEST);
  expect((await held()).map(([, disclosed]) => disclosed)).toEqual(['content', 'content', 'content']);
  await auditLedgers(house, await openAudit(house));
});

it('where objects are named, `more` tells of the next one, and that is on record; where they are not, nothing is told', async () => {
  const { house, participant, held } = await stand();
  const ids = [2, 3, 9].map((number) => idOf('indicator', number));
  const page = await disclosePage(house, participant, { ...REQUEST, selection: { ...REQUEST.selection, ids }, limit: 1 });
  expect([page.items.map(({ id }) => id), page.more]).toEqual([[ids[0]], true]);
  expect(await held()).toEqual([
    [ids[0], 'content'],
    [ids[1], 'listing'],
  ]);
  await disclosePage(house, participant, { ...REQUEST, limit: 1 });
  expect(await held()).toHaveLength(3);
  await auditLedgers(house, await openAudit(house));
});

it('what a process knows to be held does not outlive the history that it was held in', () => {
  const memory = new HeldMemory();
  const feed = { participant: 1, collection: 1 };
  const block = { ...feed, block: 0, content: withBits(NO_BITS, [1, 2, 3]), listing: NO_BITS };
  memory.learn({ participant: 1, history: 1, disclosures: 3 }, [block]);
  expect(memory.holds({ participant: 1, history: 1, disclosures: 4 }, feed, 'content', [1, 2])).toBe(true);
  expect(memory.holds({ participant: 1, history: 1, disclosures: 4 }, feed, 'listing', [1])).toBe(false);
  expect(memory.holds({ participant: 1, history: 2, disclosures: 3 }, feed, 'content', [1, 2])).toBe(false);
  memory.learn({ participant: 1, history: 2, disclosures: 3 }, [block]);
  expect(memory.holds({ participant: 1, history: 2, disclosures: 2 }, feed, 'content', [1, 2])).toBe(false);
});
