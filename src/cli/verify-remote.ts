import type { HttpLedger } from '../client/ledger/http-get.js';
import { httpKeys } from '../client/ledger/http-keys.js';
import { httpOpenings } from '../client/ledger/http-openings.js';
import { httpSource } from '../client/ledger/http-source.js';
import { openedSource } from '../client/ledger/opened-source.js';
import { type VerifiedLedger, verifyLedger } from '../client/ledger/verify-ledger.js';
import { withLeafProgress } from './leaf-progress.js';
import type { Shell } from './shell.js';
import { shellWord } from './shell-word.js';

/** Verifies what a node publishes to a partner, and what it tells of each leaf. Errors: `ledger-unverified`, `ledger-unreachable`. */
export const verifyRemote = async (
  shell: Shell,
  ledger: HttpLedger,
  { keys: given, since }: { readonly keys: readonly string[]; readonly since: string | undefined },
): Promise<VerifiedLedger> => {
  const keys = given.length > 0 ? given : await keysOnFirstUse(shell, ledger);
  const source = openedSource(httpSource(ledger), ledger.ledger, httpOpenings(ledger));
  return withLeafProgress(shell, ledger.ledger, (onProgress) =>
    verifyLedger({ source, keys, onProgress, ...(since === undefined ? {} : { since }) }),
  );
};

const keysOnFirstUse = async (shell: Shell, ledger: HttpLedger): Promise<readonly string[]> => {
  const keys = await httpKeys(ledger);
  await shell.note(
    'no --key is given: these are trusted on first use, since the server names them; keep them, and give them next time',
  );
  for (const key of keys) await shell.note(`--key ${shellWord(key)}`);
  return keys;
};
