import picocolors from 'picocolors';

/** Colours for one stream; without a terminal each gives its text back unchanged. */
export type Paint = ReturnType<typeof picocolors.createColors>;

export const paintFor = (terminal: boolean): Paint => picocolors.createColors(terminal);
