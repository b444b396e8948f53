/** Sorted by code unit and without repetition: the canonical form of every list in labels, profiles and decisions. */
export const distinct = (values: Iterable<string>): readonly string[] => [...new Set(values)].sort();
