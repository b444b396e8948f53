import { ParleyError } from '../../core/errors.js';
import { parseNote } from '../../core/ledger/signed-note.js';
import type { House } from '../house.js';
import { requireOnward } from '../ledger/guard.js';
import { originBase } from '../ledger/open-ledger.js';
import { beginAnew, type Recovery } from '../ledger/recover.js';
import { isOurs, requireSigned, signerInForce } from '../ledger/sign.js';
import type { ArchiveSchema } from '../ports/archive.js';
import type { StoredLedger } from '../ports/ledgers.js';
import type { Reader, Sealer } from '../ports/store.js';
import type { Ruling } from '../ruling.js';
import { type Filled, fill } from './fill.js';
import { type ArchiveFooter, type ArchiveHeader, damaged, parseFooter, parseHeader, sealText } from './format.js';
import { readLines } from './read-lines.js';

export interface RestoreOrder extends Partial<Ruling> {
  /** The bytes of the archive, from the beginning. It is read twice: first it is verified as a whole, then stored. */
  readonly open: () => AsyncIterable<Uint8Array>;
  /** Id of the home's node, and the home's name for the operator. */
  readonly node: string;
  readonly home: string;
  /** The ledgers may begin anew, if the archive is behind what the home has seen or contradicts it. */
  readonly acceptLoss: boolean;
  readonly onRows?: (rows: number) => void;
}

type Anew = Awaited<ReturnType<typeof beginAnew>>;

export interface RestoreReport {
  readonly rows: number;
  /** Leaves of the host ledger in force. */
  readonly host_size: number;
  /** The ledgers began anew. */
  readonly recovered: Recovery | undefined;
}

/**
 * Fills an empty database from an archive of this home's node, in one transaction: all of it or nothing. The ledgers go on from
 * what this home has seen, or nothing is stored, or they begin anew as `beginAnew` does it.
 *
 * Errors: `node-taken`, `node-mismatch`, `archive-damaged`, `archive-foreign`, `archive-newer`, `archive-older`,
 * `ledger-behind`, `ledger-forked`, `keys-stale`, `operator-unknown`, `role-insufficient`.
 */
export const restore = async (house: House, order: RestoreOrder): Promise<RestoreReport> => {
  const schema = await house.store.read(async (reader) => {
    await requireEmpty(reader);
    return reader.archive.schema;
  });
  const archive = await verified(order.open());
  requireFit(house, order, schema, archive);
  const { rows, host, anew } = await house.store.seal(async (sealer) => {
    await requireEmpty(sealer);
    const { rows, sha256 } = await fill(sealer, order.open(), order.onRows);
    const filled = await requireFilled(house, sealer, { ...archive, sha256 });
    const anew = await continued(house, sealer, filled, order);
    const host = (await sealer.ledgers.find('host', null)) ?? filled;
    return { rows, host, anew };
  });
  if (anew === undefined) await house.witness.keep(host.checkpoint);
  else await house.witness.restart(anew.note);
  return { rows, host_size: host.size, recovered: anew?.recovery };
};

/** Losses that can be accepted. */
const LOSSES: readonly string[] = ['ledger-behind', 'ledger-forked', 'keys-stale'];

/** Sees that the ledgers can go on from where the archive has them; where they cannot and may begin anew, they do. */
const continued = async (house: House, sealer: Sealer, host: StoredLedger, order: RestoreOrder): Promise<Anew | undefined> => {
  try {
    await requireOnward(house, sealer, host);
    await signerInForce(house, host);
    return undefined;
  } catch (error) {
    if (!order.acceptLoss || !(error instanceof ParleyError) || !LOSSES.includes(error.code)) throw error;
    return beginAnew(house, sealer, order);
  }
};

const requireEmpty = async (reader: Reader): Promise<void> => {
  if (!(await reader.archive.isEmpty())) throw new ParleyError('node-taken');
};

interface Verified {
  readonly header: ArchiveHeader;
  readonly footer: ArchiveFooter;
}

/** Reads it to its end, storing nothing. */
const verified = async (archive: AsyncIterable<Uint8Array>): Promise<Verified> => {
  let header: ArchiveHeader | undefined;
  const { last, sha256 } = await readLines(archive, ([first]) => {
    if (first !== undefined) header ??= parseHeader(first);
  });
  header ??= parseHeader(last);
  const footer = parseFooter(last);
  if (footer.sha256 !== sha256) throw damaged('it was altered since it was made');
  return { header, footer };
};

const requireFit = (house: House, { node, home }: RestoreOrder, schema: ArchiveSchema, { header, footer }: Verified): void => {
  const { parley, migration } = header;
  const { id } = header.node;
  if (migration > schema.migration) throw new ParleyError('archive-newer', { parley, migration });
  if (migration < schema.migration) throw new ParleyError('archive-older', { parley, migration });
  if (id !== node) throw new ParleyError('node-mismatch', { what: 'archive', home });
  if (!isSealedHere(house, id, footer)) throw new ParleyError('archive-foreign');
};

const isSealedHere = (house: House, node: string, { sha256, signed }: ArchiveFooter): boolean => {
  try {
    return parseNote(signed).text === sealText(node, sha256) && isOurs(house, originBase(node), signed);
  } catch (error) {
    if (error instanceof ParleyError && error.code === 'note-malformed') return false;
    throw error;
  }
};

/** What was stored is what was verified, of this home's own work. Gives the host ledger. Errors: `archive-damaged`, `ledger-forked`. */
const requireFilled = async (
  house: House,
  sealer: Sealer,
  { header, footer, sha256 }: Verified & Pick<Filled, 'sha256'>,
): Promise<StoredLedger> => {
  if (sha256 !== footer.sha256) throw damaged('it was altered while it was restored');
  const host = await sealer.ledgers.find('host', null);
  if (host === undefined || host.checkpoint !== header.host_checkpoint) throw damaged('it holds another ledger than it says');
  for (const ledger of await sealer.ledgers.all()) requireSigned(house, ledger, 'ever');
  return host;
};
