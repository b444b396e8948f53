/** What a command returns to the shell that called it (INTERFACE, command line). */
export const DONE = 0;
export const REFUSED = 1;
export const WRONG_USAGE = 2;

export type ExitStatus = typeof DONE | typeof REFUSED | typeof WRONG_USAGE;
