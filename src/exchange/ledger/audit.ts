import { ParleyError } from '../../core/errors.js';
import { type Checkpoint, checkpointIn } from '../../core/ledger/checkpoint.js';
import type { House } from '../house.js';
import type { StoredLedger } from '../ports/ledgers.js';
import type { Reader } from '../ports/store.js';
import { type DeliveryRecord, deliveryRecord } from './delivery-record.js';
import { DeliveryTally } from './delivery-tally.js';
import { ledgerNamed } from './find-ledger.js';
import { type Facts, LeafWalk } from './leaf-walk.js';
import { sumOf, sumText } from './own-work.js';
import { seeLedger } from './see-ledger.js';
import { isOurs } from './sign.js';

/** What an audit looks at, as one snapshot had it. Ledgers only grow, so up to these sizes they can be read at leisure. */
export interface Audit {
  readonly targets: readonly StoredLedger[];
  readonly inForce: readonly StoredLedger[];
  /** Of generations that were given up. */
  readonly ended: readonly StoredLedger[];
  /** By participant: the targets' owners. */
  readonly onRecord: ReadonlyMap<number, DeliveryRecord>;
}

/** Opens an audit of one ledger (`host`, `common` or a slug), or of all in force. Errors: `participant-unknown`. */
export const openAudit = (house: House, name?: string): Promise<Audit> =>
  seeLedger(house, ledgerNamed(name ?? 'host'), async (reader, named) => {
    const inForce = await reader.ledgers.inForce();
    const nums = new Set(inForce.map(({ num }) => num));
    const targets = name === undefined ? inForce : [named];
    return {
      targets,
      inForce,
      ended: (await reader.ledgers.all()).filter(({ num }) => !nums.has(num)),
      onRecord: await recordsOf(reader, targets),
    };
  });

const recordsOf = async (reader: Reader, ledgers: readonly StoredLedger[]): Promise<Audit['onRecord']> => {
  const collections = await reader.collections.all();
  const records = new Map<number, DeliveryRecord>();
  for (const { participant } of ledgers) {
    if (participant !== null) records.set(participant, await deliveryRecord(reader, participant, collections));
  }
  return records;
};

/**
 * What only the host can check, beside what the published bytes show: every leaf opens, the host ledger's checkpoints and its sum
 * are those of the ledgers that they name, what a partner's ledger tells of deliveries is what is on record, and so is what it is
 * taken to hold.
 *
 * Errors: `ledger-unverified`.
 */
export const auditLedgers = async (house: House, audit: Audit): Promise<void> => {
  const told = new Map([...audit.onRecord.keys()].map((participant) => [participant, new DeliveryTally()]));
  for (const { participant, size, ...ledger } of audit.ended) {
    const tally = participant === null ? undefined : told.get(participant);
    if (tally !== undefined)
      await new LeafWalk(house, { ...ledger, participant, size }, (facts) => tally.addLeaf(facts)).to(size);
  }
  const compared = audit.targets.some(({ kind }) => kind === 'host') ? audit.inForce : audit.targets;
  const walks = new Map(
    compared
      .filter(({ kind }) => kind !== 'host')
      .map((ledger) => [
        ledger.origin,
        new LeafWalk(house, ledger, (facts) => told.get(ledger.participant ?? -1)?.addLeaf(facts)),
      ]),
  );
  await compareNamed(house, audit, walks);
  for (const { origin, size, participant } of audit.targets) {
    const walk = walks.get(origin);
    if (walk === undefined) continue;
    await walk.to(size);
    requireEnd(walk);
    const record = participant === null ? undefined : audit.onRecord.get(participant);
    const contradiction = record && (told.get(participant ?? -1)?.contradiction(record.tally) ?? record.contradiction);
    if (contradiction !== undefined) throw walk.refuse(contradiction);
  }
};

/** Goes over the host's ledger, and beside it over those that it names, as far as it names them. */
const compareNamed = async (house: House, { inForce, ended }: Audit, walks: ReadonlyMap<string, LeafWalk>): Promise<void> => {
  const host = inForce.find(({ kind }) => kind === 'host');
  if (host === undefined) throw new ParleyError('fault');
  const others = inForce.filter((ledger) => ledger !== host);
  const known = new Set([...others, ...ended].map(({ origin }) => origin));
  let facts: Facts = {};
  const walk = new LeafWalk(house, host, (seen) => {
    facts = seen;
  });
  while (await walk.step()) {
    for (const note of facts.kind === 'checkpoints' ? (facts.checkpoints as readonly string[]) : []) {
      const named = ownCheckpoint(house, walk, note);
      const other = walks.get(named.origin);
      if (other !== undefined) await compareOne(walk, other, named);
      else if (!known.has(named.origin)) throw walk.refuse(`leaf ${walk.size - 1} names a ledger that is not there`);
    }
  }
  requireEnd(walk);
  for (const other of walks.values()) {
    if (other.size !== other.ledger.size)
      throw other.refuse(`it has ${other.ledger.size} leaves, and the ledger of the host knows of ${other.size}`);
  }
  if (facts.sum !== sumText(sumOf(others)))
    throw walk.refuse('the ledgers in force do not add up to the sum that it has signed last');
};

const ownCheckpoint = (house: House, walk: LeafWalk, note: string): Checkpoint => {
  try {
    const checkpoint = checkpointIn(note);
    if (isOurs(house, checkpoint.origin, note)) return checkpoint;
  } catch (cause) {
    if (!(cause instanceof ParleyError && cause.code === 'note-malformed')) throw cause;
  }
  throw walk.refuse(`leaf ${walk.size - 1} holds a checkpoint that no key of this home has signed`);
};

const compareOne = async (host: LeafWalk, other: LeafWalk, { size, root }: Checkpoint): Promise<void> => {
  if (size < other.size) throw host.refuse(`leaf ${host.size - 1} names an earlier checkpoint than the leaves before it`);
  if (size > other.ledger.size)
    throw other.refuse(`it has ${other.ledger.size} leaves, and the ledger of the host knows of ${size}`);
  await other.to(size);
  if (Buffer.compare(other.root(), root) !== 0)
    throw other.refuse(`its first ${size} leaves are not those that the ledger of the host knows`);
};

/** What was opened is what the checkpoint in force was signed for. */
const requireEnd = (walk: LeafWalk): void => {
  const { root } = checkpointIn(walk.ledger.checkpoint);
  if (Buffer.compare(walk.root(), root) !== 0) throw walk.refuse('the leaves that were opened are not those that were signed');
};
