import { ParleyError } from '../core/errors.js';
import type { House } from './house.js';
import type { BookFiles } from './ports/books.js';
import type { BookProblem, Roster } from './ports/rule-engine.js';
import type { Reader } from './ports/store.js';

/** `rules check`: what is wrong with a book, in itself and beside the participants of this node. */
export const checkBook = async (
  house: House,
  files: BookFiles,
): Promise<{ readonly ok: boolean; readonly problems: readonly BookProblem[]; readonly hash: string }> => {
  const { problems, hash } = house.engine.check(files, await house.store.read(rosterOf));
  return { ok: problems.every(({ severity }) => severity !== 'error'), problems, hash };
};

/** The book's hash, if it has no error. Errors: `rules-invalid`. */
export const requireFit = async (house: House, files: BookFiles, dir: string): Promise<string> => {
  const { ok, problems, hash } = await checkBook(house, files);
  const count = problems.filter(({ severity }) => severity === 'error').length;
  if (!ok) throw new ParleyError('rules-invalid', { dir, count });
  return hash;
};

const rosterOf = async (reader: Reader): Promise<Roster> => {
  const participants = await reader.registry.participants();
  const groups = new Map<string, number>();
  for (const group of participants.flatMap((participant) => participant.groups)) groups.set(group, (groups.get(group) ?? 0) + 1);
  return { names: participants.flatMap(({ slug, name, id, identities }) => [slug, name, id, ...identities]), groups };
};
