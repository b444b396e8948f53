/** TLP 2.0 levels, least restrictive first; `white` of TLP 1 is `clear`. AMBER and AMBER+STRICT are not ordered among themselves. */
export const TLP_LEVELS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;

/** PAP levels, least restrictive first; `white` is `clear`. */
export const PAP_LEVELS = ['clear', 'green', 'amber', 'red'] as const;

/** The level as Parley writes it: lower case, `white` as `clear`; undefined if there is no such level. */
export const tlpLevelOf = (word: string): string | undefined => levelOf(TLP_LEVELS, word);

export const papLevelOf = (word: string): string | undefined => levelOf(PAP_LEVELS, word);

const levelOf = (levels: readonly string[], word: string): string | undefined => {
  const lower = word.toLowerCase();
  const level = lower === 'white' ? 'clear' : lower;
  return levels.includes(level) ? level : undefined;
};
