import { ParleyError } from '../core/errors.js';
import type { Operator } from '../core/registry/operator.js';
import { parseSlug } from '../core/registry/slug.js';
import { BUILT_IN_TRACKS } from '../core/registry/track.js';
import type { House } from './house.js';
import { underSeal } from './ledger/under-seal.js';
import type { BookFiles } from './ports/books.js';

/** Founds a node in an empty store: the host, its first operator, the built-in tracks and the rule book in force. */
export const found = async (
  house: House,
  { id, name, operator, files }: { id: string; name: string; operator: Omit<Operator, 'role'>; files: BookFiles },
): Promise<void> => {
  parseSlug(operator.slug);
  const book = house.engine.load(files);
  await underSeal(house, async (sealer, record) => {
    if (await sealer.registry.node()) throw new ParleyError('node-taken');
    const at = house.clock();
    await sealer.registry.setNode({ id, name });
    for (const track of BUILT_IN_TRACKS) await sealer.registry.addTrack(track);
    await sealer.registry.addOperator({ ...operator, role: 'administrator' });
    await sealer.books.enforce({ hash: book.hash, files });
    record({ at, kind: 'node-founded', by: operator.slug, detail: { id, name, book: book.hash } });
  });
};
