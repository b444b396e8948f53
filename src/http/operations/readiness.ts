import { ParleyError } from '../../core/errors.js';
import type { House } from '../../exchange/house.js';
import { requireUnforked } from '../../exchange/ledger/guard.js';

/** One thing that must hold before this node serves. */
export interface Check {
  readonly check: 'database' | 'durability' | 'ledgers';
  readonly ok: boolean;
  /** In words for the operator. */
  readonly reason?: string;
}

/**
 * The database is durable, not behind the ledger that this home has seen, and holds a node. What fails is told by an alarm as well, but
 * not that the database is away: every request says that.
 */
export const readinessOf = async (house: House): Promise<readonly Check[]> => {
  const alarmed = new Set<string>();
  const checked = async (check: Check['check'], reasonOf: () => Promise<string | undefined>): Promise<Check> => {
    try {
      const reason = await reasonOf();
      return reason === undefined ? { check, ok: true } : { check, ok: false, reason };
    } catch (error) {
      const code = error instanceof ParleyError ? error.code : 'fault';
      if (code !== 'store-unavailable' && !alarmed.has(code)) house.alarm('not-ready', { code });
      alarmed.add(code);
      return {
        check,
        ok: false,
        reason: error instanceof ParleyError ? error.message : 'an internal error occurred: see the log',
      };
    }
  };
  return [
    await checked('durability', async () => {
      const reason = await house.store.unfitness();
      if (reason !== undefined) house.alarm('store-unfit', { reason });
      return reason;
    }),
    await checked('ledgers', async () => requireUnforked(house).then(() => undefined)),
    await checked('database', async () =>
      (await house.store.read((reader) => reader.registry.node())) === undefined ? 'it holds no node' : undefined,
    ),
  ];
};

export const isReady = (checks: readonly Check[]): boolean => checks.every(({ ok }) => ok);
