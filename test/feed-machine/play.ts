import { exposure } from '../../src/exchange/disclosure/exposure.js';
import { sweepUnfinished } from '../../src/exchange/sweep.js';
import { verifyLedgers } from '../verified.js';
import { Client } from './client.js';
import { FILTERS, type Op, STYLES } from './history.js';
import { Model } from './model.js';
import { linesIn, perform } from './perform.js';
import type { Law, Stage } from './verdict.js';

export interface Played {
  readonly broken: ReadonlySet<Law>;
  /** What each partner's clients were answered, and what its own ledger and the common one told, in order. */
  readonly transcripts: readonly (readonly string[])[];
  /** Lines of others that no feed of the partner ever showed. */
  readonly hidden: readonly ReadonlySet<string>[];
}

/** What each partner was really given, in the words of exposure: there each line is told, and not whose it is. */
const receivedBy = (clients: readonly Client[], partner: number): readonly string[] => {
  const own = clients.filter((client) => client.partner === partner);
  const editions = new Set(own.flatMap(({ collection, bag }) => [...bag.keys()].map((key) => `c${collection} ${key}`)));
  return [...editions].map((key) => key.replace(/@.*/, '')).sort();
};

const exposedTo = async ({ house }: Stage, partner: number): Promise<readonly string[]> => {
  const { disclosures } = await exposure(house, { participant: `p${partner}` });
  return disclosures
    .map(({ collection, object, version }) => `${collection} ${object.slice(18, 19)}/${version.slice(18, 19)}`)
    .sort();
};

/** New leaves of the ledgers that a partner reads; salts, and the ids of submissions, are chance. */
const leavesTold = async ({ house }: Stage, partner: number, told: Map<string, number>): Promise<readonly string[]> =>
  house.store.read(async (reader) => {
    const participant = await reader.registry.participant(`p${partner}`);
    const lines: string[] = [];
    for (const ledger of await reader.ledgers.inForce()) {
      if (ledger.kind !== 'common' && ledger.participant !== participant?.num) continue;
      const from = told.get(`${partner} ${ledger.origin}`) ?? 0;
      for (const { at, payload } of await reader.ledgers.leaves(ledger.num, from, ledger.size))
        lines.push(`${ledger.kind} ${at} ${payload?.replace(/"submission":"[^"]*"/, '')}`);
      told.set(`${partner} ${ledger.origin}`, ledger.size);
    }
    return lines;
  });

/** Plays a history on a real node and reports which laws of the feed broke. `drop`: lines left out, for TWIN; `verify`: LEDGER too. */
export const play = async (
  stage: Stage,
  ops: readonly Op[],
  { drop = new Set(), verify = false }: { readonly drop?: ReadonlySet<string>; readonly verify?: boolean } = {},
): Promise<Played> => {
  const model = new Model();
  const broken = new Set<Law>();
  const transcripts = Model.partners.map((): string[] => []);
  const tell = (partner: number, line: string): void => void transcripts[partner]?.push(line);
  const seen = Model.partners.map(() => new Set<string>());
  const clients = clientsOfAll();
  const told = new Map<string, number>();
  let feeds = await feedsOf(stage, model);
  let owed = false;
  for (const op of ops) {
    stage.wait(op.dt);
    owed ||= op.kind === 'tier' && op.killed === true;
    if (op.kind === 'poll') {
      for (const client of clients) {
        if (client.partner !== op.partner || client.collection !== op.collection) continue;
        await client.poll(stage, model, op.limit, broken, transcripts[op.partner] ?? []);
      }
    } else {
      await perform({ stage, model, broken, tell, drop }, op);
      for (const partner of await sweptOf(stage)) model.settle(partner);
    }
    const before = feeds;
    feeds = await feedsOf(stage, model);
    feeds.forEach(({ fingerprint, head }, at) => {
      // While a sweep is owed, what moves later belongs to what was changed before.
      if (!owed && fingerprint === before[at]?.fingerprint && head !== before[at]?.head) broken.add('SILENT');
    });
    for (const partner of Model.partners) {
      for (const line of model.seenBy(partner)) seen[partner]?.add(line);
      for (const leaf of await leavesTold(stage, partner, told)) tell(partner, leaf);
    }
  }
  await sweepUnfinished(stage.house);
  for (const partner of Model.partners) model.settle(partner);
  await comeToRest(stage, model, clients, { broken, transcripts });
  for (const partner of Model.partners) {
    if (receivedBy(clients, partner).join() !== (await exposedTo(stage, partner)).join()) broken.add('EXPO');
    for (const leaf of await leavesTold(stage, partner, told)) tell(partner, leaf);
  }
  if (verify) await verifyLedgers(stage.house).catch(() => broken.add('LEDGER'));
  return { broken, transcripts, hidden: Model.partners.map((partner) => hiddenFrom(partner, ops, seen[partner])) };
};

const clientsOfAll = (): readonly Client[] =>
  Model.partners.flatMap((partner) =>
    Model.collections.flatMap((collection) =>
      FILTERS.flatMap((filter) => STYLES.map((style) => new Client(partner, collection, filter, style))),
    ),
  );

/** What it sends itself is not hidden from it: its own ledger tells of it. */
const hiddenFrom = (partner: number, ops: readonly Op[], seen: ReadonlySet<string> = new Set()): ReadonlySet<string> => {
  const ofOthers = ops.filter((op) => op.kind !== 'submit' || op.partner !== partner);
  return new Set(ofOthers.flatMap(linesIn).filter((line) => !seen.has(line)));
};

const comeToRest = async (
  stage: Stage,
  model: Model,
  clients: readonly Client[],
  { broken, transcripts }: { readonly broken: Set<Law>; readonly transcripts: readonly string[][] },
): Promise<void> => {
  for (const client of clients) {
    for (let rounds = 0; await client.poll(stage, model, 2, broken, transcripts[client.partner] ?? []); rounds++) {
      if (rounds > 200) throw new Error('a client never comes to rest');
    }
    for (const key of model.target(client.partner, client.collection, client.filter)) {
      if (!client.bag.has(key)) broken.add('MISS');
    }
  }
};

/** Partners of which no sweep is owed. */
const sweptOf = async ({ house }: Stage): Promise<readonly number[]> => {
  const standings = await house.store.read((reader) => reader.registry.standings());
  return Model.partners.filter((partner) => {
    const standing = standings[partner];
    return standing !== undefined && standing.swept === standing.due;
  });
};

/** Head of every feed beside what the model says should be in it. */
const feedsOf = async ({ house }: Stage, model: Model) => {
  const heads = await house.store.read(async (reader) => {
    const participants = await reader.registry.participants();
    return Promise.all(participants.map(({ num }) => reader.feeds.heads(num)));
  });
  return Model.partners.flatMap((partner) =>
    Model.collections.map((collection) => ({
      fingerprint: model.fingerprint(partner, collection),
      head: heads[partner]?.get(collection + 1)?.pos ?? 0,
    })),
  );
};
