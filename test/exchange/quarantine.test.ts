import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publish } from '../../src/exchange/publish.js';
import { dropQuarantined, listQuarantine, showQuarantined } from '../../src/exchange/quarantine.js';
import { drain } from '../drain.js';
import { addCollection, addPartner, bundleOf, openTestHouse, type TestHouse } from '../house-fixture.js';
import { idOf, indicator } from '../http/stage.js';
import { verifyLedgers } from '../verified.js';

const creator = (number: number) => `identity--0000000${number}-0000-4000-8000-000000000000`;
const RULING = { by: 'admin', reason: 'asked its maker' };

describe('what conflicts with a stored object', () => {
  let test: TestHouse;
  const house = () => test.house;
  const bring = (objects: readonly object[], originator?: string) =>
    publish(house(), { source: bundleOf(objects), collection: 'ics', given: { tlp: ['clear'] }, originator });
  const listed = () => listQuarantine(house(), { after: 0, limit: 10 });

  beforeEach(async () => {
    test = await openTestHouse();
    await addCollection(house(), 'ics', 'cyber');
    await addPartner(house(), 'meridian', { cyber: 'partner' });
    await bring([indicator(1, 1, { created_by_ref: creator(1), name: 'as it was' }), indicator(2, 1)]);
  });
  afterEach(() => test.close());

  it('is refused, kept apart with its text, and changes nothing that anybody sees', async () => {
    const before = await drain(house(), 'meridian', 'ics');
    const other = indicator(1, 1, { created_by_ref: creator(1), name: 'another content' });
    const report = await bring([other, indicator(3, 1)]);
    expect(report).toMatchObject({ accepted: 1, quarantined: 1, rejected: [{ code: 'version-conflict' }] });
    expect(await listed()).toMatchObject([
      { id: idOf('indicator', 1), collection: 'ics', originator: null, code: 'version-conflict', at: house().clock() },
    ]);
    const [{ num } = { num: 0 }] = await listed();
    expect(await showQuarantined(house(), num)).toMatchObject({ content: { name: 'another content' } });
    const after = await drain(house(), 'meridian', 'ics');
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.join()).not.toContain('another content');
    await verifyLedgers(house());
  });

  it('is kept whoever brings it and whatever the conflict: another creator, a version after the revocation', async () => {
    const stranger = indicator(1, 2, { created_by_ref: creator(2) });
    const revoked = indicator(2, 2, { revoked: true });
    const report = await bring([stranger, revoked], 'meridian');
    expect(report.quarantined).toBe(report.rejected_total);
    expect((await listed()).map(({ code }) => code)).toContain('creator-conflict');
    await bring([revoked, indicator(2, 4, { name: 'risen' })]);
    expect((await listed()).map(({ code }) => code)).toContain('revoked-final');
  });

  it('makes nothing grow that a partner reads: neither its own ledger nor the common one, nor when it is dropped', async () => {
    const readable = () =>
      house().store.read(async ({ ledgers }) =>
        (await ledgers.inForce()).filter(({ kind }) => kind !== 'host').map(({ origin, checkpoint }) => ({ origin, checkpoint })),
      );
    const before = await readable();
    test.wait(1_000);
    await bring([indicator(1, 1, { created_by_ref: creator(1), name: 'another content' })]);
    const [{ num } = { num: 0 }] = await listed();
    await dropQuarantined(house(), { num, ...RULING });
    expect(before.length).toBeGreaterThan(1);
    expect(await readable()).toEqual(before);
  });

  it('is kept once, however often it comes, also among others of its chunk', async () => {
    const other = indicator(1, 1, { created_by_ref: creator(1), name: 'another content' });
    for (let time = 0; time < 2; time++) expect(await bring([other, other])).toMatchObject({ quarantined: 2, rejected_total: 2 });
    expect(await listed()).toHaveLength(1);
  });

  it('is dropped by a ruling, which is on record, and by nobody else', async () => {
    await bring([indicator(1, 1, { created_by_ref: creator(1), name: 'another content' })]);
    const [{ num } = { num: 0 }] = await listed();
    await expect(dropQuarantined(house(), { num, by: 'nobody', reason: 'x' })).rejects.toMatchObject({
      code: 'operator-unknown',
    });
    await dropQuarantined(house(), { num, ...RULING });
    expect(await listed()).toEqual([]);
    await expect(dropQuarantined(house(), { num, ...RULING })).rejects.toMatchObject({ code: 'quarantine-unknown' });
    await expect(showQuarantined(house(), num)).rejects.toMatchObject({ code: 'quarantine-unknown' });
    const payloads = await house().store.read(async ({ ledgers }) => {
      const host = await ledgers.find('host', null);
      return (await ledgers.leaves(host?.num ?? 0, 0, host?.size ?? 0)).map(({ payload }) => payload ?? '');
    });
    expect(payloads.filter((payload) => payload.includes('quarantine-dropped'))).toEqual([
      expect.stringContaining(RULING.reason),
    ]);
    await verifyLedgers(house());
  });
});
