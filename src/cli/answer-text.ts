import { DONE } from './exit-status.js';
import type { Shell } from './shell.js';
import { write } from './write.js';

/**
 * The answer of a command whose result is a file: alone on standard output, byte for byte, so that `>` keeps it. What to do next
 * is said on standard error.
 */
export const answerText = async (
  shell: Shell,
  { document, text, next }: { readonly document: unknown; readonly text: string; readonly next: string },
): Promise<typeof DONE> => {
  if (shell.json) return shell.answer(document, () => ({ text }));
  await write(shell.context.stdout, text);
  await shell.note(`next: ${shell.commandLine(next)}`);
  return DONE;
};
