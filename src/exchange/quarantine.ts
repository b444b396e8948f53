import { ParleyError } from '../core/errors.js';
import type { House } from './house.js';
import { underSeal } from './ledger/under-seal.js';
import type { Numbered } from './ports/quarantine.js';
import type { Reader } from './ports/store.js';
import { type Ruling, requireRole } from './ruling.js';

/** An object in quarantine as an operator sees it. */
export interface QuarantinedObject {
  /** Its number in the quarantine. */
  readonly num: number;
  /** ms */
  readonly at: number;
  readonly id: string;
  /** Alias. */
  readonly collection: string;
  /** Slug; null: the host, or nobody was named. */
  readonly originator: string | null;
  readonly code: string;
  readonly message: string;
  readonly bytes: number;
}

/** In the order in which they came; `after`: the number behind which to begin. */
export const listQuarantine = (
  { store }: House,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly QuarantinedObject[]> =>
  store.read(async (reader) => {
    const items = await reader.quarantine.list(after, limit);
    const name = await namesIn(reader);
    return items.map(name);
  });

/** With its content, parsed. Errors: `quarantine-unknown`. */
export const showQuarantined = ({ store }: House, num: number): Promise<QuarantinedObject & { readonly content: unknown }> =>
  store.read(async (reader) => {
    const item = await requireQuarantined(reader, num);
    const name = await namesIn(reader);
    return { ...name(item), content: JSON.parse(item.body) as unknown };
  });

/** Takes an object out of the quarantine for good: a ruling, on record. Errors: `quarantine-unknown`, `operator-unknown`, `role-insufficient`. */
export const dropQuarantined = async (house: House, { num, by, reason }: Ruling & { readonly num: number }): Promise<void> => {
  await underSeal(house, async (sealer, record) => {
    await requireRole(sealer, by, ['administrator', 'release-officer', 'analyst']);
    const { id, code, digest } = await requireQuarantined(sealer, num);
    await sealer.quarantine.drop(num);
    record({ at: house.clock(), kind: 'quarantine-dropped', by, reason, detail: { id, code, digest } });
  });
};

const requireQuarantined = async ({ quarantine }: Pick<Reader, 'quarantine'>, num: number) => {
  const item = await quarantine.find(num);
  if (item === undefined) throw new ParleyError('quarantine-unknown', { value: num });
  return item;
};

const namesIn = async ({ registry, collections }: Reader): Promise<(item: Numbered) => QuarantinedObject> => {
  const slugs = new Map((await registry.participants()).map(({ num, slug }) => [num, slug]));
  const aliases = new Map((await collections.all()).map(({ num, alias }) => [num, alias]));
  return ({ num, at, id, collection, originator, code, message, bytes }) => ({
    num,
    at,
    id,
    collection: aliases.get(collection) ?? '',
    originator: originator === null ? null : (slugs.get(originator) ?? null),
    code,
    message,
    bytes,
  });
};
