/** Any half of a pair first: it is quick, and most texts have none. */
const SURROGATE = /[\ud800-\udfff]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Where a text holds half of a surrogate pair, so that it is not Unicode; -1: nowhere. */
export const loneSurrogateAt = (text: string): number => (SURROGATE.test(text) ? text.search(LONE_SURROGATE) : -1);

export const hasLoneSurrogate = (text: string): boolean => loneSurrogateAt(text) >= 0;
