import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyReceipt } from '../src/client/ledger/verify-receipt.js';
import { hasBit } from '../src/core/disclosure/held-bits.js';
import { parsePositions } from '../src/core/disclosure/positions.js';
import { formatNoteKey, noteKeyOf } from '../src/core/ledger/note-key.js';
import { inclusionProof } from '../src/core/ledger/prove.js';
import { formatReceipt } from '../src/core/ledger/receipt.js';
import { admit, amend } from '../src/exchange/admit.js';
import { sealText } from '../src/exchange/archive/format.js';
import { recordConsent } from '../src/exchange/consent.js';
import { authenticate, issueToken, listTokens, revokeToken } from '../src/exchange/credentials.js';
import { deleteObject } from '../src/exchange/delete-object.js';
import { disclosePage } from '../src/exchange/disclosure/disclose.js';
import { exposure } from '../src/exchange/disclosure/exposure.js';
import { explain } from '../src/exchange/explain.js';
import type { House } from '../src/exchange/house.js';
import { requireUnforked } from '../src/exchange/ledger/guard.js';
import { LEDGER_HASH } from '../src/exchange/ledger/hashing.js';
import { rotateKeys } from '../src/exchange/ledger/rotate-keys.js';
import { isOurs, signedNote } from '../src/exchange/ledger/sign.js';
import { storedHashes } from '../src/exchange/ledger/stored-tiles.js';
import { listCollections } from '../src/exchange/page.js';
import { publish } from '../src/exchange/publish.js';
import { settled } from '../src/exchange/submission/intake.js';
import { submit } from '../src/exchange/submission/submit.js';
import { archiveOf, onEmpty, publishedBytes, restoreFrom, rowsOf, verifyAll } from './archived.js';
import { drain } from './drain.js';
import { fixedKeyring, seedOf } from './fixed-keys.js';
import { type FoundedHouses, foundedHouses } from './founded.js';
import { addCollection, addPartner, bundleOf, type Partner, publishTo, trust } from './house-fixture.js';
import { idOf, indicator, range } from './http/stage.js';

const DATABASES = ['sqlite', 'postgres'] as const;
const SECRETS = ['token 1', 'token 2', 'cursor 1', 'cursor 2', 'ledger 1', 'ledger 2'].map((name) => Buffer.from(seedOf(name)));
const LIMITED = {
  collection: 'ics',
  selection: { versions: [{ kind: 'last' as const }] },
  endpoint: 'objects' as const,
  limit: 7,
};

/** Something in every table: partners of all kinds, withdrawn and deleted objects, pages read and read in part. */
const withHistory = async (
  house: House,
): Promise<{ readonly partners: readonly Partner[]; readonly next: string | undefined }> => {
  const meridian = await addPartner(house, 'meridian', { cyber: 'partner' }, ['tlp:amber']);
  const lantern = await addPartner(house, 'lantern', { cyber: 'contact', finance: 'ally' });
  await addCollection(house, 'ics', 'cyber', ['meridian']);
  await addCollection(house, 'money', 'finance');
  await admit(house, {
    slug: 'quillon',
    name: 'Quillon „Büro“',
    groups: ['certs', 'a'],
    clearances: [],
    identities: ['identity--00000001-0000-4000-8000-000000000000'],
    certificates: [`sha256:${'ab'.repeat(32)}`, 'subject:CN=quillon\\, taxii,O=Quillon'],
  });
  await amend(house, 'quillon', { suspended: true });
  await recordConsent(house, { originator: 'lantern', participant: 'meridian', expiresAt: null, by: 'admin', reason: 'a test' });
  const { id } = await issueToken(house, 'quillon', house.clock() + 1_000);
  await revokeToken(house, id);
  await publishTo(
    house,
    'ics',
    range(1, 30).map((number) => indicator(number)),
  );
  await publishTo(house, 'ics', [indicator(3, 9, { name: 'Relay 3 — „neu“ 🜲\u0001' })], { tlp: ['clear'] });
  const conflicting = bundleOf([indicator(4, 1, { name: 'another content' })]);
  await publish(house, { source: conflicting, collection: 'ics', given: {} });
  await publishTo(house, 'money', [indicator(40)], { tlp: ['red'] });
  const body = Buffer.from(JSON.stringify({ objects: [indicator(60)] }));
  await submit(house, meridian.participant, { collection: 'ics', body });
  await settled(house, meridian.participant);
  await drain(house, 'meridian', 'ics', 10);
  await disclosePage(house, meridian.participant, { ...LIMITED, endpoint: 'manifest' });
  const { next } = await disclosePage(house, meridian.participant, LIMITED);
  await deleteObject(house, { id: idOf('indicator', 5) });
  return { partners: [meridian, lantern], next };
};

/** What anybody can see of a node, from outside and inside. */
const seenIn = async (house: House, { partners, next }: Awaited<ReturnType<typeof withHistory>>) => {
  const pages = [];
  for (const { participant, token } of partners) {
    const caller = await authenticate(house, { slug: participant.slug, secret: token });
    pages.push(caller, await listCollections(house, caller), await drain(house, participant.slug, 'ics', 4));
  }
  const [first] = partners;
  if (first === undefined) throw new Error('no partner');
  pages.push(await disclosePage(house, first.participant, { ...LIMITED, next }));
  return {
    pages,
    tokens: await listTokens(house),
    exposure: await exposure(house, {}),
    explained: await explain(house, { participant: 'lantern', object: idOf('indicator', 7) }),
    participants: await house.store.read((reader) => reader.registry.participants()),
    published: await publishedBytes(house),
  };
};

const footerOf = (archive: Buffer): { rows: Record<string, number> } =>
  JSON.parse(archive.toString('utf8').trimEnd().split('\n').at(-1) ?? '');

const emptyTablesOf = (archive: Buffer): readonly string[] =>
  Object.entries(footerOf(archive).rows).flatMap(([table, rows]) => (rows === 0 ? [table] : []));

/** Of each feed: what is on record as delivered, by the deliveries and by the bits. */
const disclosedIn = ({ store }: House, partners: readonly Partner[], collection: number) =>
  store.read(async ({ disclosures, feeds }) => {
    const found = [];
    for (const { participant } of partners) {
      const feed = { participant: participant.num, collection };
      const pos = (await feeds.heads(participant.num)).get(collection)?.pos ?? 0;
      const [block] = await disclosures.held([{ ...feed, block: 0 }]);
      const delivered = new Set(
        (await disclosures.deliveries(feed)).flatMap(({ entries }) =>
          parsePositions(entries).flatMap(([first, last]) => range(first, last)),
        ),
      );
      const held = range(1, pos).filter((at) => block !== undefined && hasBit(block.content, at));
      found.push({ slug: participant.slug, delivered: [...delivered].sort((a, b) => a - b), held });
    }
    return found;
  });

describe.each(DATABASES)('an archive of %s', (database) => {
  let houses: FoundedHouses;
  beforeAll(async () => {
    houses = await foundedHouses(database);
  });
  afterAll(() => houses.close());

  it.each(DATABASES)('restores into %s what anybody could see, and the same rows', async (target) => {
    await houses.on(async ({ house }) => {
      const history = await withHistory(house);
      const before = await seenIn(house, history);
      const archive = await archiveOf(house);
      // Cells hold what the one engine of all tests did not know; events are of version 0.1; nodes come with the 256th leaf.
      expect(['cell', 'event', 'ledger_tile', 'ledger_node']).toEqual(expect.arrayContaining([...emptyTablesOf(archive)]));
      await onEmpty(
        target,
        async (restored) => {
          const report = await restoreFrom(restored, archive);
          expect(report).toMatchObject({ rows: rowsOf(archive).filter((line) => line.startsWith('[')).length });
          expect(rowsOf(await archiveOf(restored))).toEqual(rowsOf(archive));
          expect(await seenIn(restored, history)).toEqual(before);
          expect(await verifyAll(restored)).toEqual(await verifyAll(house));
          await publishTo(restored, 'ics', [indicator(50)]);
          expect(await drain(restored, 'meridian', 'ics')).toHaveLength(30);
        },
        house.clock,
      );
    });
  });

  it('is one moment of a node that imports and discloses meanwhile', { timeout: 60_000 }, async () => {
    await houses.on(async ({ house }) => {
      const collection = await addCollection(house, 'ics', 'cyber');
      const partners: Partner[] = [];
      for (const slug of ['meridian', 'lantern']) partners.push(await addPartner(house, slug, { cyber: 'partner' }));
      await publishTo(house, 'ics', [indicator(90_000)]);
      for (const { participant } of partners) await drain(house, participant.slug, 'ics');
      let writing = true;
      const done = { imports: 0, reads: 0 };
      const importing = async () => {
        for (; writing; done.imports++)
          await publishTo(
            house,
            'ics',
            range(5 * done.imports, 5 * done.imports + 4).map((number) => indicator(number)),
          );
      };
      const reading = async ({ participant: { slug } }: Partner) => {
        for (; writing; done.reads++) await drain(house, slug, 'ics', 100);
      };
      const busy = [importing(), ...partners.map(reading)];
      const archives: Buffer[] = [];
      for (let time = 0; time < 3; time++) {
        const { imports, reads } = { ...done };
        while (done.imports < imports + 1 || done.reads < reads + 3) await new Promise((pass) => setTimeout(pass, 2));
        archives.push(await archiveOf(house));
      }
      writing = false;
      await Promise.all(busy);
      const sizes = new Set(archives.map(({ length }) => length));
      expect(sizes.size).toBe(archives.length);
      for (const archive of archives) {
        await onEmpty(database, async (restored) => {
          await restoreFrom(restored, archive);
          await verifyAll(restored);
          for (const { slug, delivered, held } of await disclosedIn(restored, partners, collection.num)) {
            expect(delivered.length).toBeGreaterThan(0);
            expect(held).toEqual(delivered);
            const { disclosures } = await exposure(restored, { participant: slug });
            expect(disclosures).toHaveLength(delivered.length);
          }
        });
      }
    });
  });

  it('holds no key of the home, in no form', async () => {
    await houses.on(async ({ house }) => {
      await withHistory(house);
      await rotateKeys(house, { by: 'admin', reason: 'a test' });
      const archive = await archiveOf(house);
      for (const secret of SECRETS) {
        for (const form of [secret.toString('hex'), secret.toString('base64'), secret.toString('base64url'), secret]) {
          expect(archive.includes(form)).toBe(false);
        }
      }
      expect(archive.includes(Buffer.from(house.keyring.keys.ledgerPublic[0] ?? []).toString('hex'))).toBe(true);
    });
  });
});

describe.each(DATABASES)('a restore into %s', (database) => {
  let houses: FoundedHouses;
  let archive: Buffer;
  beforeAll(async () => {
    houses = await foundedHouses(database, async (house) => {
      await withHistory(house);
      archive = await archiveOf(house);
    });
  });
  afterAll(() => houses.close());

  const refused = (house: House, given: Buffer, code: string, rest: Parameters<typeof restoreFrom>[2] = {}) =>
    expect(restoreFrom(house, given, rest)).rejects.toMatchObject({ code });
  const isEmpty = (house: House) => house.store.read((reader) => reader.archive.isEmpty());
  const withHeader = (change: object): Buffer =>
    altered((lines) => [JSON.stringify({ ...JSON.parse(lines[0] ?? ''), ...change }), ...lines.slice(1, -1)]);
  /** Another archive, with a right hash and the signature of the keys given. */
  const altered = (change: (lines: readonly string[]) => readonly string[], keyring = fixedKeyring()): Buffer => {
    const lines = archive.toString('utf8').trimEnd().split('\n');
    const text = change(lines)
      .map((line) => `${line}\n`)
      .join('');
    const sha256 = createHash('sha256').update(text).digest('hex');
    const [signer] = keyring.keys.ledger;
    if (signer === undefined) throw new Error('no signer');
    const signed = signedNote(signer, 'parley/node', sealText('node', sha256));
    return Buffer.from(`${text}${JSON.stringify({ ...JSON.parse(lines.at(-1) ?? ''), sha256, signed })}\n`);
  };

  it('refuses what was cut off or altered anywhere, and stores nothing', async () => {
    await onEmpty(database, async (house) => {
      for (const end of [0, 1, 500, Math.floor(archive.length / 2), archive.length - 1])
        await refused(house, archive.subarray(0, end), 'archive-damaged');
      const lastLine = archive.lastIndexOf('\n', archive.length - 2) + 1;
      await refused(house, archive.subarray(0, lastLine), 'archive-damaged');
      for (let at = 3; at < archive.length; at += Math.floor(archive.length / 40)) {
        const flipped = Buffer.from(archive);
        flipped[at] = (flipped[at] ?? 0) ^ 1;
        const error = await restoreFrom(house, flipped).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: expect.stringMatching(/^archive-/) });
      }
      expect(await isEmpty(house)).toBe(true);
      await restoreFrom(house, archive);
    });
  });

  it('refuses what was altered and made whole again without the keys', async () => {
    await onEmpty(database, async (house) => {
      const foreign = fixedKeyring();
      await foreign.rotate();
      await refused(
        house,
        altered((lines) => lines.slice(0, -1), foreign),
        'archive-foreign',
      );
      await restoreFrom(
        house,
        altered((lines) => lines.slice(0, -1)),
      );
    });
  });

  it('refuses an archive of a newer Parley, of an older one, and of another node', async () => {
    await onEmpty(database, async (house) => {
      await refused(house, withHeader({ version: 2 }), 'archive-newer');
      await refused(house, withHeader({ migration: '9999-later' }), 'archive-newer');
      await refused(house, withHeader({ migration: '0000-before' }), 'archive-older');
      await refused(house, archive, 'node-mismatch', { node: 'another' });
      await refused(
        house,
        altered((lines) => [...lines.slice(0, 3), '{"table":"unknown","columns":[]}']),
        'archive-damaged',
      );
      expect(await isEmpty(house)).toBe(true);
    });
  });

  it('overwrites nothing', async () => {
    await houses.on(async ({ house }) => {
      const before = await archiveOf(house);
      await refused(house, archive, 'node-taken');
      expect(rowsOf(await archiveOf(house))).toEqual(rowsOf(before));
    });
  });

  it('refuses to fall behind what the home has seen, and goes on from there if it was only asked to accept a loss', async () => {
    await houses.on(async ({ house }) => {
      await publishTo(house, 'ics', [indicator(60)]);
      const { witness } = house;
      const newer = await archiveOf(house);
      await onEmpty(database, async (empty) => {
        const restored = { ...empty, witness };
        await refused(restored, archive, 'ledger-behind');
        expect(await isEmpty(restored)).toBe(true);
        expect((await restoreFrom(restored, newer, { acceptLoss: true })).recovered).toBeUndefined();
        await publishTo(restored, 'ics', [indicator(61)]);
        await verifyAll(restored);
      });
    });
  });

  it('refuses another history of the same node', async () => {
    const other = await houses.on(async ({ house }) => {
      await publishTo(
        house,
        'ics',
        range(60, 65).map((number) => indicator(number)),
      );
      await trust(house, 'meridian', 'cyber', 'ally');
      return archiveOf(house);
    });
    await houses.on(async ({ house: { witness, ...house } }) => {
      await publishTo({ ...house, witness }, 'ics', [indicator(70)]);
      await onEmpty(database, async (empty) => {
        const restored = { ...empty, witness };
        await refused(restored, other, 'ledger-forked');
        expect(await isEmpty(restored)).toBe(true);
      });
    });
  });

  it('refuses what a key signed that the home has given up since, unless the ledgers begin anew with the one in force', async () => {
    await onEmpty(database, async (house) => {
      const [signer] = (await house.keyring.rotate()).ledger;
      await house.keyring.settle(signer?.publicKey ?? new Uint8Array());
      await refused(house, archive, 'keys-stale');
      expect(await isEmpty(house)).toBe(true);
      const { recovered } = await restoreFrom(house, archive, { acceptLoss: true });
      expect(recovered).toMatchObject({ origin: 'parley/node/host/2', lost: 0 });
      await publishTo(house, 'ics', [indicator(61)]);
      await verifyAll(house);
    });
  });

  it('begins the ledgers anew where a loss is accepted, and what was proved before stays proved', async () => {
    await houses.on(async ({ house }) => {
      const receipt = await receiptOf(house);
      await publishTo(house, 'ics', [indicator(60)]);
      const { witness } = house;
      const seen = witness.last();
      await onEmpty(database, async (empty) => {
        const restored = { ...empty, witness };
        const nobody = { acceptLoss: true, by: 'nobody', reason: 'a test' };
        await refused(restored, archive, 'operator-unknown', nobody);
        expect(witness.last()).toBe(seen);
        const { recovered, host_size } = await restoreFrom(restored, archive, { ...nobody, by: 'admin' });
        expect(recovered).toMatchObject({ origin: 'parley/node/host/2', lost: expect.any(Number) });
        expect(recovered?.lost).toBeGreaterThan(0);
        expect(host_size).toBeGreaterThan(0);
        expect(isOurs(restored, 'parley/node', recovered?.statement ?? '')).toBe(true);
        expect(recovered?.statement).toContain('generation 2');
        await requireUnforked(restored);
        await publishTo(restored, 'ics', [indicator(61)]);
        expect(await drain(restored, 'meridian', 'ics')).toHaveLength(30);
        const origins = (await verifyAll(restored)).map(({ origin }) => origin);
        expect(origins).toEqual(expect.arrayContaining(['parley/node/common', 'parley/node/common/2', 'parley/node/host/2']));
        const keys = house.keyring.keys.ledgerPublic.map((key) => formatNoteKey(noteKeyOf('parley/node/common', key)));
        expect(verifyReceipt({ receipt, keys })).toMatchObject({ origin: 'parley/node/common', index: 0 });
      });
    });
  });
});

/** Proves the first leaf of the common ledger. */
const receiptOf = async (house: House): Promise<string> =>
  house.store.read(async (reader) => {
    const ledger = await reader.ledgers.find('common', null);
    const [leaf] = ledger === undefined ? [] : await reader.ledgers.leaves(ledger.num, 0, 1);
    if (ledger === undefined || leaf?.salt == null || leaf.payload === null) throw new Error('no leaf');
    const opening = { payload: leaf.payload, salt: leaf.salt, at: leaf.at };
    const proof = await inclusionProof(LEDGER_HASH, storedHashes(reader, ledger), 0, ledger.size);
    return formatReceipt({ opening, index: 0, proof, checkpoint: ledger.checkpoint });
  });
