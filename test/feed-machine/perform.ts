import type { Caller } from '../../src/core/registry/participant.js';
import { parseTimestamp } from '../../src/core/stix/format/timestamp.js';
import { recordConsent, withdrawConsent } from '../../src/exchange/consent.js';
import { deleteObject } from '../../src/exchange/delete-object.js';
import { enforceBook } from '../../src/exchange/enforce-book.js';
import type { House } from '../../src/exchange/house.js';
import { moveTier } from '../../src/exchange/move-tier.js';
import type { Store } from '../../src/exchange/ports/store.js';
import { publish } from '../../src/exchange/publish.js';
import { relabel } from '../../src/exchange/relabel.js';
import { settled } from '../../src/exchange/submission/intake.js';
import { retract } from '../../src/exchange/submission/retract.js';
import { submit } from '../../src/exchange/submission/submit.js';
import type { Op } from './history.js';
import { Model } from './model.js';
import { idOf, lineKey, textOf } from './texts.js';
import type { Law, Stage } from './verdict.js';

const TRACKS = ['cyber', 'finance'];

const ruling = { by: 'admin', reason: 'the feed machine' };

export const forgedKey = (object: number, partner: number): string => `${object}@forged by ${partner}`;

/** The line that an item of an operation belongs to; undefined: it is about no one line. */
export const linesIn = (op: Op): readonly string[] => {
  if (op.kind === 'publish') return op.items.map(({ object }) => lineKey(object, 'host'));
  if (op.kind !== 'submit') return [];
  return op.items.map(({ object }) => (op.forged === true ? forgedKey(object, op.partner) : lineKey(object, op.partner)));
};

async function* bytesOf(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from(texts.join('\n'));
}

const callerOf = async ({ store }: House, partner: number): Promise<Caller> => {
  const caller = await store.read((reader) => reader.registry.participant(`p${partner}`));
  if (!caller) throw new Error('no such partner');
  return caller;
};

const instantText = (version: number): string => `2026-01-01T00:00:0${version}Z`;

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

/** What an operation is played on: the node, the truth, the laws it may break, what its partner is told, and what is left out. */
export interface Scene {
  readonly stage: Stage;
  readonly model: Model;
  readonly broken: Set<Law>;
  readonly tell: (partner: number, line: string) => void;
  /** Lines, for TWIN. */
  readonly drop: ReadonlySet<string>;
}

const kept = <T extends Extract<Op, { kind: 'publish' | 'submit' }>>(op: T, drop: ReadonlySet<string>): T['items'] => {
  const lines = linesIn(op);
  return op.items.filter((_, at) => !drop.has(lines[at] ?? ''));
};

const performPublish = async ({ stage: { house }, model, drop }: Scene, op: Extract<Op, { kind: 'publish' }>): Promise<void> => {
  const items = kept(op, drop);
  if (items.length === 0) return;
  model.touch(items.map(({ object }) => lineKey(object, 'host')));
  const source = bytesOf(items.map(({ object, version }) => textOf(object, version, 'host')));
  const report = await publish(house, { source, collection: `c${op.collection}`, given: { tlp: [op.tlp] } });
  const refused = new Set(report.rejected.map(({ index }) => index));
  model.take('host', { ...op, items }, (index) => refused.has(index));
};

const performSubmit = async (scene: Scene, op: Extract<Op, { kind: 'submit' }>): Promise<void> => {
  const { stage, model, drop, tell } = scene;
  const { partner, collection, forged } = op;
  const items = kept(op, drop);
  if (items.length === 0) return;
  const creator = forged ? (partner + 1) % Model.partners.length : partner;
  const texts = items.map(({ object, version }) => textOf(object, version, partner, creator));
  const caller = await callerOf(stage.house, partner);
  if (!forged) model.touch(items.map(({ object }) => lineKey(object, partner)));
  const body = Buffer.from(`{"objects":[${texts.join()}]}`);
  const { id: _, ...status } = await submit(stage.house, caller, { collection: `c${collection}`, body });
  tell(partner, `submitted ${JSON.stringify(status)}`);
  await settled(stage.house, caller);
  const left = await stage.house.store.read((reader) => reader.submissions.unfinished(1));
  if (left.length > 0 || status.failures.length > 0) throw new Error('a submission was not taken in');
  if (forged) model.keepApart(partner, collection, items);
  else model.take(partner, { collection, items });
};

const performRetract = async (scene: Scene, op: Extract<Op, { kind: 'retract' }>): Promise<void> => {
  const { stage, model, broken, drop, tell } = scene;
  const { partner, collection, object, version } = op;
  if (drop.has(lineKey(object, partner))) return;
  const instant = version === undefined ? undefined : parseTimestamp(instantText(version));
  const versions = instant === undefined ? [{ kind: 'all' } as const] : [{ kind: 'exact', instant } as const];
  const retraction = { collection: `c${collection}`, id: idOf(object), versions };
  const answer = await retract(stage.house, await callerOf(stage.house, partner), retraction).then(
    () => 'done',
    ({ code }: { code?: string }) => code,
  );
  tell(partner, `retracted ${object} ${version} ${answer}`);
  const due = !model.lists(partner, collection) ? 'not-readable' : model.retract(op) ? 'done' : 'not-found';
  // What is its own it may withdraw, and nothing else: neither may it hear of anything else.
  if (answer !== due) broken.add(due === 'done' ? 'MISS' : 'EXTRA');
};

const performMove = async (
  { stage: { house, books }, model }: Scene,
  op: Extract<Op, { kind: 'tier' | 'book' | 'consent' }>,
): Promise<void> => {
  if (op.kind === 'tier') {
    const { partner, collection, tier } = op;
    const move = { participant: `p${partner}`, track: TRACKS[collection] ?? '', tier, ...ruling };
    await moveTier(op.killed === true ? killedBehindCommit(house) : house, move).catch((error: Error) => {
      if (error.message !== 'killed') throw error;
    });
  } else if (op.kind === 'book') {
    await enforceBook(house, { files: op.strict ? books.strict : books.lax, dir: 'books', ...ruling });
  } else {
    if (op.given === model.mayReceive(op.partner)) return;
    const parties = { originator: `p${1 - op.partner}`, participant: `p${op.partner}`, ...ruling };
    if (op.given) await recordConsent(house, { ...parties, expiresAt: null });
    else await withdrawConsent(house, parties);
  }
  model.move(op);
};

export const perform = async (scene: Scene, op: Op): Promise<void> => {
  const { stage, model } = scene;
  switch (op.kind) {
    case 'publish':
      return performPublish(scene, op);
    case 'submit':
      return performSubmit(scene, op);
    case 'retract':
      return performRetract(scene, op);
    case 'delete': {
      if (!model.holds(op.object, op.version)) return;
      const version = op.version === undefined ? undefined : instantText(op.version);
      await deleteObject(stage.house, { id: idOf(op.object), version, ...ruling });
      return model.delete(op.object, op.version);
    }
    case 'relabel':
      if (!model.knows(op.object)) return;
      await relabel(stage.house, { id: idOf(op.object), labels: { tlp: [op.tlp] }, ...ruling });
      return model.relabel(op.object, op.tlp);
    case 'poll':
      return;
    default:
      return performMove(scene, op);
  }
};
