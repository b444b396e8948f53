import { type VerifiedLedger, verifyLedger } from '../client/ledger/verify-ledger.js';
import type { House } from '../exchange/house.js';
import { auditLedgers, openAudit } from '../exchange/ledger/audit.js';
import { verifierKeys } from '../exchange/ledger/verifier-keys.js';
import { wholeSource } from '../exchange/ledger/whole-source.js';
import type { StoredLedger } from '../exchange/ports/ledgers.js';
import { withLeafProgress } from './leaf-progress.js';
import type { Shell } from './shell.js';

/**
 * Verifies one ledger of a home, or all: every published byte, by the verifier that partners use, with the keys of the home;
 * then what only the host can compare. Errors: `ledger-unverified`, `participant-unknown`.
 */
export const verifyHome = async (
  shell: Shell,
  house: House,
  { of, since }: { readonly of: string | undefined; readonly since: string | undefined },
): Promise<readonly VerifiedLedger[]> => {
  const audit = await openAudit(house, of);
  const verified: VerifiedLedger[] = [];
  for (const ledger of audit.targets) verified.push(await verifyOne(shell, house, ledger, since));
  if (shell.context.terminal.stderr) await shell.note('opening every leaf');
  await auditLedgers(house, audit);
  return verified;
};

/** Up to where the audit saw it. What this home has seen of the host's ledger before is an earlier checkpoint of it. */
const verifyOne = async (
  shell: Shell,
  house: House,
  ledger: StoredLedger,
  given: string | undefined,
): Promise<VerifiedLedger> => {
  const { origin, kind } = ledger;
  const keys = await verifierKeys(house, origin);
  const since = given ?? (kind === 'host' ? house.witness.last() : undefined);
  const source = wholeSource(house, ledger);
  return withLeafProgress(shell, origin, (onProgress) =>
    verifyLedger({ source, keys, origin, onProgress, ...(since === undefined ? {} : { since }) }),
  );
};
