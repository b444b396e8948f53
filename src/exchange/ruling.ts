import { ParleyError } from '../core/errors.js';
import type { Operator, Role } from '../core/registry/operator.js';
import type { Reader } from './ports/store.js';

/** Who decides, and why: every ruling carries both into the record. */
export interface Ruling {
  /** Slug of an operator. */
  readonly by: string;
  readonly reason: string;
}

/** The operator, if known and in one of the roles. Errors: `operator-unknown`, `role-insufficient`. */
export const requireRole = async (reader: Reader, slug: string, roles: readonly Role[]): Promise<Operator> => {
  const operator = await reader.registry.operator(slug);
  if (!operator) throw new ParleyError('operator-unknown', { value: slug });
  if (!roles.includes(operator.role)) {
    throw new ParleyError('role-insufficient', { value: slug, role: operator.role, needed: roles.join(' or ') });
  }
  return operator;
};
