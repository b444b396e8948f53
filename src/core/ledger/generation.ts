/**
 * Which generation of a node's ledgers the host ledger of this origin belongs to: each recovery begins one more, and the number
 * of all but the first ends the name.
 */
export const hostGeneration = (origin: string): number => Number(/\/host\/(\d+)$/.exec(origin)?.[1] ?? 1);
