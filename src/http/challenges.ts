/** One 401 offers both schemes, a header line each (RFC 9110 11.6.1); TAXII 1.6.9 wants at least one. */
export const CHALLENGES = ['Basic realm="parley", charset="UTF-8"', 'Bearer realm="parley"'] as const;
