import { ParleyError } from '../../core/errors.js';
import type { LedgerKind } from '../../core/ledger/event.js';
import type { StoredLedger } from '../ports/ledgers.js';
import type { Sealer } from '../ports/store.js';

/** Base of the origins of a node's ledgers. */
export const originBase = (nodeId: string): string => `parley/${nodeId}`;

/** Name of a log: random ids only, so that a partner's tells nothing of others. A later generation has it in its name. */
export const originOf = (nodeId: string, name: string, generation: number): string =>
  `${originBase(nodeId)}/${name}${generation === 1 ? '' : `/${generation}`}`;

/** Opens an empty ledger, of the host's generation unless told. */
export const openLedger = async (
  sealer: Sealer,
  kind: LedgerKind,
  participant: number | null,
  generation?: number,
): Promise<StoredLedger> => {
  const node = await sealer.registry.node();
  const owner = participant === null ? undefined : await sealer.registry.participantByNum(participant);
  const name = kind === 'own' ? owner?.id : kind;
  if (node === undefined || name === undefined) throw new ParleyError('fault');
  const inForce = generation ?? (await sealer.ledgers.find('host', null))?.generation ?? 1;
  const ledger = { kind, participant, origin: originOf(node.id, name, inForce), generation: inForce };
  const num = await sealer.ledgers.open(ledger);
  return { num, ...ledger, size: 0, frontier: new Uint8Array(0), at: 0, checkpoint: '' };
};
