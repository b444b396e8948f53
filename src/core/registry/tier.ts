/** The trust reached by one partner on one track, lowest first (DESIGN section 1). */
export const TIERS = ['closed', 'contact', 'proving', 'partner', 'ally'] as const;

export type Tier = (typeof TIERS)[number];

/** 0 (closed) to 4 (ally): the number that rules compare. */
export const rankOf = (tier: Tier): number => TIERS.indexOf(tier);

export const isTier = (word: string): word is Tier => (TIERS as readonly string[]).includes(word);
