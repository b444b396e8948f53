import { ParleyError } from '../../core/errors.js';
import type { LedgerKind } from '../../core/ledger/event.js';
import type { StoredLedger } from '../ports/ledgers.js';
import type { Reader, Sealer } from '../ports/store.js';

/** Base of the origins of a node's ledgers. */
export const originBase = (nodeId: string): string => `parley/${nodeId}`;

/** Name of a log: random ids only, so that a partner's tells nothing of others. A later generation has it in its name. */
const originOf = (nodeId: string, name: string, generation: number): string =>
  `${originBase(nodeId)}/${name}${generation === 1 ? '' : `/${generation}`}`;

/** The name that this ledger must have; undefined: there is no such node or participant. */
export const expectedOrigin = async (
  reader: Reader,
  { kind, participant, generation }: Pick<StoredLedger, 'kind' | 'participant' | 'generation'>,
): Promise<string | undefined> => {
  const node = await reader.registry.node();
  const owner = participant === null ? undefined : await reader.registry.participantByNum(participant);
  const name = kind === 'own' ? owner?.id : kind;
  return node === undefined || name === undefined ? undefined : originOf(node.id, name, generation);
};

/** Opens an empty ledger, of the host's generation unless told. */
export const openLedger = async (
  sealer: Sealer,
  kind: LedgerKind,
  participant: number | null,
  generation?: number,
): Promise<StoredLedger> => {
  const inForce = generation ?? (await sealer.ledgers.find('host', null))?.generation ?? 1;
  const named = { kind, participant, generation: inForce };
  const origin = await expectedOrigin(sealer, named);
  if (origin === undefined) throw new ParleyError('fault');
  const ledger = { ...named, origin };
  const num = await sealer.ledgers.open(ledger);
  return { num, ...ledger, size: 0, frontier: new Uint8Array(0), at: 0, checkpoint: '' };
};
