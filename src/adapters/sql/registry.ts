import { sql } from 'kysely';
import type { Operator, Role } from '../../core/registry/operator.js';
import type { Participant } from '../../core/registry/participant.js';
import type { Tier } from '../../core/registry/tier.js';
import type { Consent, RegistryReader, RegistrySealer, Token } from '../../exchange/ports/registry.js';
import { nextNum } from './next-num.js';
import type { ParticipantRow, Tables, TokenRow } from './schema.js';
import type { Db, Session } from './session.js';
import { standingOf } from './standing-of.js';

type RegistryWriting = Omit<RegistrySealer, keyof RegistryReader>;

export const registryReader = ({ db, dialect }: Session): RegistryReader => ({
  node: () => db.selectFrom('node').select(['id', 'name']).executeTakeFirst(),
  tracks: async () => (await db.selectFrom('track').select('name').orderBy('num').execute()).map((row) => row.name),
  operators: async () => (await operatorRows(db).orderBy('num').execute()).map(operatorOf),
  operator: async (slug) => {
    const row = await operatorRows(db).where('slug', '=', slug).executeTakeFirst();
    return row && operatorOf(row);
  },
  participants: async () => participantsOf(db, await db.selectFrom('participant').selectAll().orderBy('num').execute()),
  participant: async (slug) =>
    (await participantsOf(db, await db.selectFrom('participant').selectAll().where('slug', '=', slug).execute()))[0],
  participantByNum: async (num) =>
    (await participantsOf(db, await db.selectFrom('participant').selectAll().where('num', '=', num).execute()))[0],
  standing: async (participant) => {
    const row = await db.selectFrom('standing').selectAll().where('participant', '=', participant).executeTakeFirst();
    return row && standingOf(row);
  },
  standings: async (participants) => {
    const rows = await db
      .selectFrom('standing')
      .selectAll()
      .$if(participants !== undefined, (query) => query.where(dialect.isIn('participant', 'int8', participants ?? [])))
      .orderBy('participant')
      .execute();
    return rows.map(standingOf);
  },
  consents: async () =>
    (await db.selectFrom('consent').selectAll().orderBy('num').execute()).map(
      (row): Consent => ({ originator: row.originator, participant: row.participant, expiresAt: row.expires_at }),
    ),
  tokens: async () => (await db.selectFrom('token').selectAll().orderBy('num').execute()).map(tokenOf),
  tokensInForce: async (tokens, at) => {
    const rows = await db
      .selectFrom('token')
      .innerJoin('participant', 'participant.num', 'token.participant')
      .select('token.id')
      .where(dialect.isIn('token.id', 'text', tokens))
      .where('token.revoked_at', 'is', null)
      .where((either) => either.or([either('token.expires_at', 'is', null), either('token.expires_at', '>', at)]))
      .where('participant.suspended', '=', 0)
      .execute();
    return new Set(rows.map(({ id }) => id));
  },
  bearerOf: async (hashes) => {
    const row = await db
      .selectFrom('token')
      .innerJoin('participant', 'participant.num', 'token.participant')
      .selectAll('token')
      .select(['participant.id as participant_id', 'participant.slug', 'participant.name', 'participant.suspended'])
      .where('token.hash', 'in', [...hashes])
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const caller = { num: row.participant, id: row.participant_id, slug: row.slug, name: row.name };
    return { token: tokenOf(row), caller, suspended: row.suspended === 1 };
  },
  certificateHolders: async (bindings) => {
    const rows = await db
      .selectFrom('participant_certificate')
      .innerJoin('participant', 'participant.num', 'participant_certificate.participant')
      .select(['certificate', 'num', 'id', 'slug', 'name', 'suspended'])
      .where(dialect.isIn('certificate', 'text', bindings))
      .execute();
    return new Map(
      rows.map(({ certificate, suspended, ...caller }) => [certificate, { caller, suspended: suspended === 1 }] as const),
    );
  },
});

export const registrySealer = (session: Session): RegistrySealer => ({
  ...registryReader(session),
  ...namesWriting(session.db),
  ...participantWriting(session.db),
  ...standingWriting(session),
  ...tokenWriting(session.db),
});

const namesWriting = (db: Db): Pick<RegistryWriting, 'setNode' | 'addTrack' | 'addOperator'> => ({
  setNode: async ({ id, name }) => {
    await db
      .insertInto('node')
      .values({ one: 1, id, name })
      .onConflict((on) => on.column('one').doUpdateSet({ id, name }))
      .execute();
  },
  addTrack: async (name) => {
    await db
      .insertInto('track')
      .values({ num: await nextNum(db, 'track'), name })
      .execute();
  },
  addOperator: async ({ slug, name, role }) => {
    await db
      .insertInto('operator')
      .values({ num: await nextNum(db, 'operator'), slug, name, role })
      .execute();
  },
});

const participantWriting = (db: Db): Pick<RegistryWriting, 'addParticipant' | 'updateParticipant' | 'setTier'> => ({
  addParticipant: async (participant) => {
    const num = await nextNum(db, 'participant');
    const { id, slug } = participant;
    await db
      .insertInto('participant')
      .values({ num, id, slug, ...attributesOf(participant) })
      .execute();
    await bindIdentities(db, num, participant.identities);
    await bindCertificates(db, num, participant.certificates);
    return num;
  },
  updateParticipant: async (participant) => {
    await db.updateTable('participant').set(attributesOf(participant)).where('num', '=', participant.num).execute();
    await db.deleteFrom('participant_identity').where('participant', '=', participant.num).execute();
    await bindIdentities(db, participant.num, participant.identities);
    await db.deleteFrom('participant_certificate').where('participant', '=', participant.num).execute();
    await bindCertificates(db, participant.num, participant.certificates);
  },
  setTier: async (participant, track, tier) => {
    await db
      .insertInto('tier')
      .values({ participant, track, tier })
      .onConflict((on) => on.columns(['participant', 'track']).doUpdateSet({ tier }))
      .execute();
  },
});

const standingWriting = ({
  db,
  dialect,
}: Session): Pick<RegistryWriting, 'setStanding' | 'countDisclosures' | 'beginHistory' | 'setConsent' | 'dropConsent'> => ({
  setStanding: async ({ participant, profile, epoch, due, swept, changesAt }) => {
    const state = { profile, epoch, due, swept, changes_at: changesAt };
    await db
      .insertInto('standing')
      .values({
        participant,
        ...state,
        disclosures: 0,
        history: sql<number>`coalesce((select max(generation) from ledger), 1)`,
      })
      .onConflict((on) => on.column('participant').doUpdateSet(state))
      .execute();
  },
  countDisclosures: async (more) => {
    const rows = dialect.rows({ owner: 'int8', more: 'int8' }, [...more]);
    await sql`update standing set disclosures = disclosures + given.more from ${rows} as given
      where standing.participant = given.owner`.execute(db);
  },
  beginHistory: async (generation) => {
    await db.updateTable('standing').set({ history: generation }).execute();
  },
  setConsent: async ({ originator, participant, expiresAt }) => {
    await db
      .insertInto('consent')
      .values({ num: await nextNum(db, 'consent'), originator, participant, expires_at: expiresAt })
      .onConflict((on) => on.columns(['originator', 'participant']).doUpdateSet({ expires_at: expiresAt }))
      .execute();
  },
  dropConsent: async (originator, participant) => {
    const { numDeletedRows } = await db
      .deleteFrom('consent')
      .where('originator', '=', originator)
      .where('participant', '=', participant)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  },
});

const tokenWriting = (db: Db): Pick<RegistryWriting, 'addToken' | 'revokeToken'> => ({
  addToken: async ({ id, participant, issuedAt, expiresAt, revokedAt }, hash) => {
    const num = await nextNum(db, 'token');
    const instants = { issued_at: issuedAt, expires_at: expiresAt, revoked_at: revokedAt };
    await db
      .insertInto('token')
      .values({ num, id, hash, participant, ...instants })
      .execute();
  },
  revokeToken: async (id, at) => {
    const token = await db.selectFrom('token').select(['participant', 'revoked_at']).where('id', '=', id).executeTakeFirst();
    if (token === undefined) return undefined;
    if (token.revoked_at === null) await db.updateTable('token').set({ revoked_at: at }).where('id', '=', id).execute();
    return token.participant;
  },
});

const operatorRows = (db: Db) => db.selectFrom('operator').select(['slug', 'name', 'role']);

const operatorOf = (row: Omit<Tables['operator'], 'num'>): Operator => ({
  slug: row.slug,
  name: row.name,
  role: row.role as Role,
});

/** Rows with what hangs on them: identities and certificates in the order given, tiers by track. */
const participantsOf = async (db: Db, rows: readonly ParticipantRow[]): Promise<readonly Participant[]> => {
  if (rows.length === 0) return [];
  const [only] = rows;
  const one = rows.length === 1 ? only : undefined;
  const identities = await db
    .selectFrom('participant_identity')
    .select(['participant', 'identity'])
    .$if(one !== undefined, (query) => query.where('participant', '=', one?.num ?? 0))
    .orderBy('participant')
    .orderBy('place')
    .execute();
  const certificates = await db
    .selectFrom('participant_certificate')
    .select(['participant', 'certificate'])
    .$if(one !== undefined, (query) => query.where('participant', '=', one?.num ?? 0))
    .orderBy('participant')
    .orderBy('place')
    .execute();
  const tiers = await db
    .selectFrom('tier')
    .selectAll()
    .$if(one !== undefined, (query) => query.where('participant', '=', one?.num ?? 0))
    .execute();
  const identitiesOf = byParticipant(identities);
  const certificatesOf = byParticipant(certificates);
  const tiersOf = byParticipant(tiers);
  return rows.map((row) => ({
    num: row.num,
    id: row.id,
    slug: row.slug,
    name: row.name,
    groups: JSON.parse(row.groups) as string[],
    clearances: JSON.parse(row.clearances) as string[],
    identities: (identitiesOf.get(row.num) ?? []).map(({ identity }) => identity),
    certificates: (certificatesOf.get(row.num) ?? []).map(({ certificate }) => certificate),
    tiers: Object.fromEntries((tiersOf.get(row.num) ?? []).map(({ track, tier }) => [track, tier as Tier])),
    suspended: row.suspended === 1,
  }));
};

const byParticipant = <R extends { participant: number }>(rows: readonly R[]): ReadonlyMap<number, readonly R[]> => {
  const groups = new Map<number, R[]>();
  for (const row of rows) {
    const group = groups.get(row.participant);
    if (group === undefined) groups.set(row.participant, [row]);
    else group.push(row);
  }
  return groups;
};

const attributesOf = ({ name, groups, clearances, suspended }: Omit<Participant, 'num' | 'tiers'>) => ({
  name,
  groups: JSON.stringify(groups),
  clearances: JSON.stringify(clearances),
  suspended: suspended ? 1 : 0,
});

const bindIdentities = async (db: Db, participant: number, identities: readonly string[]): Promise<void> => {
  if (identities.length === 0) return;
  await db
    .insertInto('participant_identity')
    .values(identities.map((identity, place) => ({ identity, participant, place })))
    .execute();
};

const bindCertificates = async (db: Db, participant: number, certificates: readonly string[]): Promise<void> => {
  if (certificates.length === 0) return;
  await db
    .insertInto('participant_certificate')
    .values(certificates.map((certificate, place) => ({ certificate, participant, place })))
    .execute();
};

const tokenOf = (row: TokenRow): Token => ({
  id: row.id,
  participant: row.participant,
  issuedAt: row.issued_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
});
