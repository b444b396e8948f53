import { ParleyError } from '../core/errors.js';
import { isRole, type Operator } from '../core/registry/operator.js';
import { parseSlug } from '../core/registry/slug.js';
import type { House } from './house.js';
import { type Recorder, underSeal } from './ledger/under-seal.js';
import type { Sealer } from './ports/store.js';

/** Adds a person of the host. Errors: `slug-taken`, `role-unknown`. */
export const addOperator = async (
  house: House,
  { slug, name, role }: { readonly slug: string; readonly name: string; readonly role: string },
): Promise<Operator> => {
  parseSlug(slug);
  if (!isRole(role)) throw new ParleyError('role-unknown', { value: role });
  const operator = { slug, name, role };
  await underSeal(house, (sealer, record) => addOperatorTo(house, sealer, record, operator));
  return operator;
};

const addOperatorTo = async (house: House, sealer: Sealer, record: Recorder, operator: Operator): Promise<void> => {
  if (await sealer.registry.operator(operator.slug)) throw new ParleyError('slug-taken', { value: operator.slug });
  await sealer.registry.addOperator(operator);
  const detail = { slug: operator.slug, role: operator.role };
  record({ at: house.clock(), kind: 'operator-added', detail });
};
