import { ParleyError } from '../core/errors.js';
import { afterSweeps, requireSwept } from './after-sweeps.js';
import { bookInForce } from './book.js';
import { requireFit } from './check-book.js';
import type { House } from './house.js';
import { underSeal } from './ledger/under-seal.js';
import type { BookFiles } from './ports/books.js';
import type { Sealer } from './ports/store.js';
import { reclassifyAll } from './reclassify.js';
import { type Ruling, requireRole } from './ruling.js';
import { Rulings } from './rulings.js';
import { type Moved, refreshStanding } from './standing.js';
import { sweep } from './sweep.js';

export interface Enforcement extends Ruling {
  readonly files: BookFiles;
  /** Where the files were read, for messages. */
  readonly dir: string;
  /** Hash that the operator has checked; another one is refused. */
  readonly expect?: string | undefined;
}

/**
 * Makes a book the rule book in force: atomically for every participant (one commit with all new standings), then swept.
 * Errors: `rules-invalid`, `rules-changed`, `rules-erring` (an evaluation error in any existing cell); nothing is applied then.
 */
export const enforceBook = async (
  house: House,
  { files, dir, expect, by, reason }: Enforcement,
): Promise<{ readonly hash: string; readonly previous: string }> => {
  const hash = await requireFit(house, files, dir);
  if (expect !== undefined && expect !== hash) throw new ParleyError('rules-changed', { dir, hash, expected: expect });
  const at = house.clock();
  const { previous, moved } = await afterSweeps(house, () =>
    underSeal(house, async (sealer, record) => {
      await requireRole(sealer, by, ['administrator', 'release-officer']);
      const replaced = await replaceBook(house, sealer, files, at);
      requireSwept(replaced.moved);
      const detail = { hash, previous: replaced.previous };
      record({ at, kind: 'rules-enforced', by, reason, detail });
      return replaced;
    }),
  );
  await sweep(house, moved, at);
  return { hash, previous };
};

/** The change itself, inside a transaction: book, labels where facets changed, matrix, standings. */
export const replaceBook = async (
  house: House,
  sealer: Sealer,
  files: BookFiles,
  at: number,
): Promise<{
  readonly previous: string;
  readonly moved: readonly Moved[];
  readonly before: Rulings;
  readonly after: Rulings;
}> => {
  const old = await bookInForce(house, sealer);
  const book = house.engine.load(files);
  await sealer.books.enforce({ hash: book.hash, files });
  const facetsChanged = JSON.stringify(old.facets) !== JSON.stringify(book.facets);
  if (facetsChanged) await reclassifyAll(sealer, book);
  const before = await Rulings.open(house, sealer, old);
  const after = await Rulings.open(house, sealer, book);
  await requireNoErrors(sealer, after);
  const moved: Moved[] = [];
  for (const participant of await sealer.registry.participants()) {
    const one = await refreshStanding(sealer, { before, rulings: after, participant, at });
    // New facets label everything anew: what that may show is not worked out class by class.
    moved.push(facetsChanged ? { ...one, everything: true, widens: one.everything } : one);
  }
  await after.keep(sealer);
  return { previous: old.hash, moved, before, after };
};

/** Cedar skips a policy that errs, so a forbid could be lost: a book that errs anywhere in the matrix does not come into force. */
const requireNoErrors = async (sealer: Sealer, rulings: Rulings): Promise<void> => {
  const collections = await sealer.collections.all();
  for (const { profile } of await sealer.registry.standings()) {
    for (const collection of collections) refuseErrors(rulings.book.list(collection, rulings.profileOf(profile).profile).errors);
    for (const num of rulings.classNums) {
      for (const own of [true, false]) refuseErrors(rulings.decide(num, profile, own).errors);
    }
  }
};

const refuseErrors = ([error]: readonly string[]): void => {
  if (error !== undefined) throw new ParleyError('rules-erring', { rule: error.split(':')[0] ?? '', reason: error });
};
