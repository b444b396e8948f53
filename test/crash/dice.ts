/** Chance that can be repeated: the same seed throws the same numbers. */
export interface Dice {
  /** A whole number from 0 to below `end`. */
  below(end: number): number;
  /** From `least` to below `end`. */
  between(least: number, end: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Dice of their own for somebody else, so that who throws first does not matter. */
  fork(): Dice;
}

/** splitmix32: small, and good enough to choose moments with. */
export const diceOf = (seed: number): Dice => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    below,
    between: (least, end) => least + below(end - least),
    chance: (probability) => next() < probability,
    pick: (list) => list[below(list.length)]!,
    fork: () => diceOf(below(2 ** 32)),
  };
};
