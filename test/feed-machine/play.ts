import { deleteObject } from '../../src/exchange/delete-object.js';
import { disclosePage } from '../../src/exchange/disclosure/disclose.js';
import { exposure } from '../../src/exchange/disclosure/exposure.js';
import { enforceBook } from '../../src/exchange/enforce-book.js';
import type { House } from '../../src/exchange/house.js';
import { moveTier } from '../../src/exchange/move-tier.js';
import type { Page } from '../../src/exchange/page.js';
import type { BookFiles } from '../../src/exchange/ports/books.js';
import type { Store } from '../../src/exchange/ports/store.js';
import { publish } from '../../src/exchange/publish.js';
import { relabel } from '../../src/exchange/relabel.js';
import { sweepUnfinished } from '../../src/exchange/sweep.js';
import type { Founded } from '../founded.js';
import { verifyLedgers } from '../verified.js';
import { FILTERS, type Filter, MARKED, type Op, STYLES, type Style, VERSIONS } from './history.js';
import { Model } from './model.js';

/** A founded node with two partners (`p0`, `p1`) and two collections (`c0` on cyber, `c1` on finance), and its clock. */
export interface Stage extends Founded {
  readonly books: { readonly lax: BookFiles; readonly strict: BookFiles };
}

export type Law = 'MISS' | 'EXTRA' | 'SAME' | 'ORDER' | 'SILENT' | 'TWIN' | 'EXPO' | 'DUP' | 'GHOST' | 'LEDGER';

export interface Played {
  readonly broken: ReadonlySet<Law>;
  /** What each partner's clients were answered, and what its own ledger and the common one told, in order. */
  readonly transcripts: readonly (readonly string[])[];
  /** Objects that the partner could never see in any version. */
  readonly hidden: readonly ReadonlySet<number>[];
}

const TRACKS = ['cyber', 'finance'];

const idOf = (object: number): string => `indicator--0000000${object}-0000-4000-8000-000000000000`;

const textOf = (object: number, version: number): string =>
  JSON.stringify({
    type: 'indicator',
    spec_version: '2.1',
    id: idOf(object),
    created: '2026-01-01T00:00:00.000Z',
    modified: `2026-01-01T00:00:0${version}.000Z`,
    name: `object ${object}, version ${version}`,
    pattern: `[url:value = 'https://${object}.example/${version}']`,
    pattern_type: 'stix',
    valid_from: '2026-01-01T00:00:00Z',
    ...(version === VERSIONS ? { revoked: true } : {}),
    ...markingOf(MARKED[`${object}/${version}`]),
  });

const MARKING_IDS: Readonly<Record<string, string>> = {
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
};

const markingOf = (tlp: string | undefined) => (tlp === undefined ? {} : { object_marking_refs: [MARKING_IDS[tlp]] });

async function* bytesOf(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from(texts.join('\n'));
}

/** A partner's client: it remembers its place as its style tells it to, and everything it was given. */
class Client {
  private next: string | undefined;
  private addedAfter: number | undefined;
  private lastAdded = -1;
  readonly bag = new Map<string, string>();
  /** Ids under which it was given each version, and those of retirements. */
  readonly editions = new Map<string, Set<string>>();

  constructor(
    readonly partner: number,
    readonly collection: number,
    readonly filter: Filter,
    readonly style: Style,
  ) {}

  async poll(stage: Stage, model: Model, limit: number, broken: Set<Law>, transcript: string[]): Promise<boolean> {
    const { house } = stage;
    const caller = await house.store.read((reader) => reader.registry.participant(`p${this.partner}`));
    if (!caller) throw new Error('no such partner');
    const request = {
      collection: `c${this.collection}`,
      selection: { versions: [{ kind: this.filter }] },
      addedAfter: this.addedAfter,
      next: this.next,
      limit,
      endpoint: 'objects',
    } as const;
    const page = await disclosePage(house, caller, request).catch((error: { code?: string }) => {
      if (error.code === 'not-found') return undefined;
      throw error;
    });
    transcript.push(`${this.collection} ${this.filter} ${this.style} ${limit} ${JSON.stringify(page && visibleOf(page))}`);
    if (!page) return false;
    this.judge(page, model, broken);
    // It remembers the last date it was given: a page that ends a walk may be empty.
    if (this.lastAdded >= 0 && (this.style === 'added_after' || !page.more)) this.addedAfter = this.lastAdded * 1000;
    this.next = this.style === 'next' ? page.next : undefined;
    return page.items.length > 0;
  }

  /** DUP and GHOST as far as editions go: an object arrives under its own id, and nothing retires that never came. */
  private remember(key: string, id: string, text: string, broken: Set<Law>): void {
    const ids = this.editions.get(key) ?? new Set();
    if (id !== idOf(Number(key[0])) && text.includes('"revoked":true') && !ids.has(id)) broken.add('GHOST');
    this.editions.set(key, ids.add(id));
    if (ids.size > 1) broken.add('DUP');
  }

  private judge(page: Page, model: Model, broken: Set<Law>): void {
    const allowed = model.target(this.partner, this.collection, this.filter);
    for (const { added, text } of page.items) {
      const { id, modified } = JSON.parse(text) as { id: string; modified: string };
      const key = `${id.slice(18, 19)}/${modified.slice(18, 19)}`;
      if (added <= this.lastAdded) broken.add('ORDER');
      this.lastAdded = added;
      if (!allowed.has(key)) broken.add('EXTRA');
      if ((this.bag.get(key) ?? text) !== text) broken.add('SAME');
      this.remember(key, id, text, broken);
      this.bag.set(key, text);
    }
  }
}

/** What each partner was really given, in the words of exposure. */
const receivedBy = (clients: readonly Client[], partner: number): ReadonlySet<string> =>
  new Set(
    clients
      .filter((client) => client.partner === partner)
      .flatMap(({ collection, bag }) => [...bag.keys()].map((key) => `c${collection} ${key}`)),
  );

const exposedTo = async ({ house }: Stage, partner: number): Promise<ReadonlySet<string>> => {
  const { disclosures } = await exposure(house, { participant: `p${partner}` });
  return new Set(
    disclosures.map(({ collection, object, version }) => `${collection} ${object.slice(18, 19)}/${version.slice(18, 19)}`),
  );
};

const sameSet = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((key) => other.has(key));

/** New leaves of the ledgers that a partner reads, salts aside: they are chance. */
const leavesTold = async ({ house }: Stage, partner: number, told: Map<string, number>): Promise<readonly string[]> =>
  house.store.read(async (reader) => {
    const participant = await reader.registry.participant(`p${partner}`);
    const lines: string[] = [];
    for (const ledger of await reader.ledgers.inForce()) {
      if (ledger.kind !== 'common' && ledger.participant !== participant?.num) continue;
      const from = told.get(`${partner} ${ledger.origin}`) ?? 0;
      for (const { at, payload } of await reader.ledgers.leaves(ledger.num, from, ledger.size))
        lines.push(`${ledger.kind} ${at} ${payload}`);
      told.set(`${partner} ${ledger.origin}`, ledger.size);
    }
    return lines;
  });

const visibleOf = ({ items, more, next }: Page) => ({ items: items.map(({ added, text }) => [added, text]), more, next });

/** Plays a history on a real node and reports which laws of the feed broke. `drop`: objects left out, for TWIN; `verify`: LEDGER too. */
export const play = async (
  stage: Stage,
  ops: readonly Op[],
  { drop = new Set(), verify = false }: { readonly drop?: ReadonlySet<number>; readonly verify?: boolean } = {},
): Promise<Played> => {
  const model = new Model();
  const broken = new Set<Law>();
  const transcripts = Model.partners.map((): string[] => []);
  const seen = Model.partners.map(() => new Set<number>());
  const clients = Model.partners.flatMap((partner) =>
    Model.collections.flatMap((collection) =>
      FILTERS.flatMap((filter) => STYLES.map((style) => new Client(partner, collection, filter, style))),
    ),
  );
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
      await perform(stage, model, op, drop);
    }
    const before = feeds;
    feeds = await feedsOf(stage, model);
    feeds.forEach(({ fingerprint, head }, at) => {
      // While a sweep is owed, what moves later belongs to what was changed before.
      if (!owed && fingerprint === before[at]?.fingerprint && head !== before[at]?.head) broken.add('SILENT');
    });
    for (const partner of Model.partners) {
      for (const object of model.seenBy(partner)) seen[partner]?.add(object);
      transcripts[partner]?.push(...(await leavesTold(stage, partner, told)));
    }
  }
  await sweepUnfinished(stage.house);
  for (const client of clients) {
    for (let rounds = 0; await client.poll(stage, model, 2, broken, transcripts[client.partner] ?? []); rounds++) {
      if (rounds > 200) throw new Error('a client never comes to rest');
    }
    for (const key of model.target(client.partner, client.collection, client.filter)) {
      if (!client.bag.has(key)) broken.add('MISS');
    }
  }
  for (const partner of Model.partners) {
    if (!sameSet(receivedBy(clients, partner), await exposedTo(stage, partner))) broken.add('EXPO');
    transcripts[partner]?.push(...(await leavesTold(stage, partner, told)));
  }
  if (verify) await verifyLedgers(stage.house).catch(() => broken.add('LEDGER'));
  const all = new Set(ops.flatMap((op) => (op.kind === 'publish' ? op.items.map(({ object }) => object) : [])));
  return { broken, transcripts, hidden: seen.map((known) => new Set([...all].filter((object) => !known.has(object)))) };
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

const ruling = { by: 'admin', reason: 'the feed machine' };

/** A process that dies before it seals again once a change of rights has committed; a sweep that is owed is not its change. */
const killedBehindCommit = (house: House): House => {
  let moved = false;
  const { store } = house;
  const seal: Store['seal'] = async (write) => {
    if (moved) throw new Error('killed');
    return store.seal(async (sealer) => {
      const setTier: typeof sealer.registry.setTier = async (...tier) => {
        await sealer.registry.setTier(...tier);
        moved = true;
      };
      try {
        return await write({ ...sealer, registry: { ...sealer.registry, setTier } });
      } catch (error) {
        moved = false;
        throw error;
      }
    });
  };
  return {
    ...house,
    store: {
      read: (look) => store.read(look),
      seal,
      unfitness: () => store.unfitness(),
      connections: () => store.connections(),
      close: () => store.close(),
    },
  };
};

const perform = async ({ house, books }: Stage, model: Model, op: Op, drop: ReadonlySet<number>): Promise<void> => {
  switch (op.kind) {
    case 'publish': {
      const items = op.items.filter(({ object }) => !drop.has(object));
      if (items.length === 0) return;
      const source = bytesOf(items.map(({ object, version }) => textOf(object, version)));
      const report = await publish(house, { source, collection: `c${op.collection}`, given: { tlp: [op.tlp] } });
      const refused = new Set(report.rejected.map(({ index }) => index));
      model.publish(op.collection, op.tlp, items, (index) => refused.has(index));
      return;
    }
    case 'delete':
      if (drop.has(op.object) || !model.holds(op.object, op.version)) return;
      await deleteObject(house, {
        id: idOf(op.object),
        version: op.version === undefined ? undefined : `2026-01-01T00:00:0${op.version}Z`,
        ...ruling,
      });
      return model.apply(op);
    case 'relabel':
      if (drop.has(op.object) || !model.holds(op.object)) return;
      await relabel(house, { id: idOf(op.object), labels: { tlp: [op.tlp] }, ...ruling });
      return model.apply(op);
    case 'tier':
      await moveTier(op.killed === true ? killedBehindCommit(house) : house, {
        participant: `p${op.partner}`,
        track: TRACKS[op.collection] ?? '',
        tier: op.tier,
        ...ruling,
      }).catch((error: Error) => {
        if (error.message !== 'killed') throw error;
      });
      return model.apply(op);
    case 'book':
      await enforceBook(house, { files: op.strict ? books.strict : books.lax, dir: 'books', ...ruling });
      return model.apply(op);
    case 'poll':
      return;
  }
};
