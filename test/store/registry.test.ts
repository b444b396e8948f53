import { expect, it } from 'vitest';
import { eachStore } from './each-store.js';
import { aCollection, aParticipant, aProfile } from './samples.js';

eachStore('registry', (under) => {
  it('has no node, no tracks and nobody at first', async () => {
    const seen = await under().store.read(async ({ registry }) => [
      await registry.node(),
      await registry.tracks(),
      await registry.operators(),
      await registry.participants(),
      await registry.standings(),
      await registry.consents(),
      await registry.tokens(),
    ]);
    expect(seen).toEqual([undefined, [], [], [], [], [], []]);
  });

  it('keeps the node, and replaces it', async () => {
    const { store } = under();
    await store.seal(({ registry }) => registry.setNode({ id: 'a', name: 'Northern Cell' }));
    await store.seal(({ registry }) => registry.setNode({ id: 'a', name: 'Nördliche Zelle 🜁' }));
    expect(await store.read(({ registry }) => registry.node())).toEqual({ id: 'a', name: 'Nördliche Zelle 🜁' });
  });

  it('lists tracks and operators in the order of addition', async () => {
    const { store } = under();
    await store.seal(async ({ registry }) => {
      for (const track of ['military', 'cyber', 'arctic']) await registry.addTrack(track);
      await registry.addOperator({ slug: 'zoe', name: 'Zoe', role: 'administrator' });
      await registry.addOperator({ slug: 'adam', name: 'Adam', role: 'auditor' });
    });
    await store.read(async ({ registry }) => {
      expect(await registry.tracks()).toEqual(['military', 'cyber', 'arctic']);
      expect((await registry.operators()).map((operator) => operator.slug)).toEqual(['zoe', 'adam']);
      expect(await registry.operator('adam')).toEqual({ slug: 'adam', name: 'Adam', role: 'auditor' });
      expect(await registry.operator('eve')).toBeUndefined();
    });
  });

  it('keeps a participant whole, by slug and by number', async () => {
    const { store } = under();
    const meridian = aParticipant('meridian', {
      groups: ['z', 'a'],
      clearances: ['tlp:amber'],
      identities: ['identity--2', 'identity--1'],
      certificates: ['subject:CN=b', 'sha256:a'],
    });
    const num = await store.seal(async ({ registry }) => {
      const given = await registry.addParticipant(meridian);
      await registry.setTier(given, 'cyber', 'contact');
      await registry.setTier(given, 'cyber', 'partner');
      await registry.setTier(given, 'finance', 'ally');
      return given;
    });
    const whole = { ...meridian, num, tiers: { cyber: 'partner', finance: 'ally' } };
    await store.read(async ({ registry }) => {
      expect(await registry.participant('meridian')).toEqual(whole);
      expect(await registry.participantByNum(num)).toEqual(whole);
      expect(await registry.participant('nobody')).toBeUndefined();
      expect(await registry.participantByNum(num + 1000)).toBeUndefined();
    });
  });

  it('updates a participant without touching its tiers, and lists several in the order of addition', async () => {
    const { store } = under();
    await store.seal(async ({ registry }) => {
      await registry.addParticipant(aParticipant('boreal', { identities: ['identity--9'] }));
      const meridian = await registry.participant('meridian');
      if (meridian === undefined) throw new Error('meridian is there from the test before');
      await registry.updateParticipant({
        ...meridian,
        name: 'M',
        groups: [],
        identities: ['identity--3'],
        certificates: ['subject:CN=c'],
        suspended: true,
        tiers: {},
      });
    });
    const seen = await store.read(({ registry }) => registry.participants());
    expect(seen.map(({ slug, name, groups, identities, suspended }) => ({ slug, name, groups, identities, suspended }))).toEqual([
      { slug: 'meridian', name: 'M', groups: [], identities: ['identity--3'], suspended: true },
      { slug: 'boreal', name: 'The boreal', groups: [], identities: ['identity--9'], suspended: false },
    ]);
    expect(seen.map(({ certificates }) => certificates)).toEqual([['subject:CN=c'], []]);
    expect(seen[0]?.tiers).toEqual({ cyber: 'partner', finance: 'ally' });
  });

  it('replaces a standing, with instants beyond 32 bits', async () => {
    const { store } = under();
    const [standing, standings, none] = await store.seal(async (sealer) => {
      const profile = await sealer.matrix.internProfile('digest', aProfile);
      const participant = (await sealer.registry.participant('meridian'))?.num ?? 0;
      await sealer.registry.setStanding({ participant, profile, epoch: 1, due: 1, swept: 1, changesAt: null });
      await sealer.registry.setStanding({ participant, profile, epoch: 3, due: 2, swept: 1, changesAt: 1_790_000_000_123 });
      return [
        await sealer.registry.standing(participant),
        await sealer.registry.standings(),
        await sealer.registry.standing(participant + 1000),
      ];
    });
    expect(standing).toMatchObject({ epoch: 3, due: 2, swept: 1, changesAt: 1_790_000_000_123 });
    expect(standings).toEqual([standing]);
    expect(none).toBeUndefined();
  });

  it('replaces a consent in its place, and drops it once', async () => {
    const { store } = under();
    await store.seal(async ({ registry }) => {
      const [a, b] = (await registry.participants()).map((participant) => participant.num);
      if (a === undefined || b === undefined) throw new Error('two participants are there from the tests before');
      await registry.setConsent({ originator: a, participant: b, expiresAt: null });
      await registry.setConsent({ originator: b, participant: a, expiresAt: 5 });
      await registry.setConsent({ originator: a, participant: b, expiresAt: 1_790_000_000_000 });
      expect(await registry.consents()).toEqual([
        { originator: a, participant: b, expiresAt: 1_790_000_000_000 },
        { originator: b, participant: a, expiresAt: 5 },
      ]);
      expect(await registry.dropConsent(a, b)).toBe(true);
      expect(await registry.dropConsent(a, b)).toBe(false);
      expect(await registry.consents()).toEqual([{ originator: b, participant: a, expiresAt: 5 }]);
    });
  });

  it('finds a token by its hash, and keeps the first instant of its revocation', async () => {
    const { store } = under();
    await store.seal(async ({ registry }) => {
      const participant = (await registry.participant('boreal'))?.num ?? 0;
      const token = { id: 'tok_1', participant, issuedAt: 1_790_000_000_000, expiresAt: null, revokedAt: null };
      await registry.addToken(token, 'hash-1');
      await registry.addToken({ ...token, id: 'tok_0' }, 'hash-0');
      const caller = { num: participant, slug: 'boreal' };
      expect(await registry.bearerOf(['hash-0.5', 'hash-1'])).toMatchObject({ token, caller, suspended: false });
      expect(await registry.bearerOf(['hash-2'])).toBeUndefined();
      expect(await registry.tokensInForce(['tok_9', 'tok_1'], 1)).toEqual(new Set(['tok_1']));
      expect(await registry.revokeToken('tok_1', 1_790_000_000_001)).toBe(participant);
      expect(await registry.tokensInForce(['tok_1'], 1)).toEqual(new Set());
      expect(await registry.revokeToken('tok_1', 1_790_000_000_999)).toBe(participant);
      expect(await registry.revokeToken('tok_2', 1)).toBeUndefined();
      expect((await registry.tokens()).map(({ id, revokedAt }) => [id, revokedAt])).toEqual([
        ['tok_1', 1_790_000_000_001],
        ['tok_0', null],
      ]);
    });
  });

  it('finds whom a certificate is bound to, and binds it once', async () => {
    const { store } = under();
    const holders = await store.read(({ registry }) => registry.certificateHolders(['subject:CN=b', 'subject:CN=c', 'sha256:a']));
    expect([...holders]).toEqual([
      ['subject:CN=c', { caller: { num: expect.any(Number), id: 'id-meridian', slug: 'meridian', name: 'M' }, suspended: true }],
    ]);
    expect(await store.read(({ registry }) => registry.certificateHolders([]))).toEqual(new Map());
    const twice = aParticipant('twice', { certificates: ['subject:CN=c'] });
    await expect(store.seal(({ registry }) => registry.addParticipant(twice))).rejects.toThrow();
  });

  it('refuses a slug that is there', async () => {
    const adding = under().store.seal(({ registry }) => registry.addParticipant(aParticipant('boreal', { id: 'other' })));
    await expect(adding).rejects.toThrow();
    expect((await under().store.read(({ registry }) => registry.participants())).length).toBe(2);
  });
});

eachStore('collections', (under) => {
  it('keeps collections in the order of addition, by alias and with labels', async () => {
    const { store } = under();
    const zinc = aCollection('zinc', { description: 'd', writableBy: ['m'], labels: { tlp: ['green'] }, references: 'open' });
    const nums = await store.seal(async ({ collections }) => [
      await collections.add(zinc),
      await collections.add(aCollection('alpha')),
    ]);
    await store.read(async ({ collections }) => {
      expect(await collections.all()).toEqual([
        { ...zinc, num: nums[0] },
        { ...aCollection('alpha'), num: nums[1] },
      ]);
      expect(await collections.byAlias('alpha')).toEqual({ ...aCollection('alpha'), num: nums[1] });
      expect(await collections.byAlias('id-alpha')).toBeUndefined();
    });
  });

  it('replaces what a participant may list', async () => {
    const { store } = under();
    const [a, b] = (await store.read(({ collections }) => collections.all())).map((collection) => collection.num);
    if (a === undefined || b === undefined) throw new Error('two collections are there from the test before');
    const participant = await store.seal(({ registry }) => registry.addParticipant(aParticipant('meridian')));
    const listed = () => store.read(({ collections }) => collections.listedBy(participant));
    expect(await listed()).toEqual(new Set());
    await store.seal(({ collections }) => collections.setListed(participant, new Set([a, b])));
    expect(await listed()).toEqual(new Set([a, b]));
    await store.seal(({ collections }) => collections.setListed(participant, new Set([b])));
    expect(await listed()).toEqual(new Set([b]));
    await store.seal(({ collections }) => collections.setListed(participant, new Set()));
    expect(await listed()).toEqual(new Set());
  });
});
