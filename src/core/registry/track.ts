/** The lines of dealing every node starts with; a node may define more. */
export const BUILT_IN_TRACKS = ['military', 'political', 'intelligence', 'law-enforcement', 'cyber', 'finance'] as const;
