import { disclosePage } from '../src/exchange/disclosure/disclose.js';
import type { House } from '../src/exchange/house.js';

/** All texts that a partner's client gets from a collection, paging by `next`; none where it may not list it. */
export const drain = async (house: House, slug: string, collection: string, limit = 100): Promise<readonly string[]> => {
  const caller = await house.store.read((reader) => reader.registry.participant(slug));
  if (!caller) throw new Error(`no participant ${slug}`);
  const texts: string[] = [];
  let next: string | undefined;
  do {
    const page = await disclosePage(house, caller, {
      collection,
      selection: { versions: [{ kind: 'last' }] },
      next,
      limit,
      endpoint: 'objects',
    }).catch((error: { code?: string }) => {
      if (error.code === 'not-found') return { items: [], next: undefined };
      throw error;
    });
    texts.push(...page.items.map(({ text }) => text));
    next = page.next;
  } while (next !== undefined);
  return texts;
};
