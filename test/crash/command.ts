import type { LookedAt } from './database.js';
import type { Turn } from './model.js';

/** One run of the command line, and how to tell from the database how much of it has come about. */
export interface Command {
  readonly args: readonly string[];
  /** Text for its standard input: it is given when the process has long been waiting for it. */
  readonly input?: string;
  /** What it changes: held until its outcome is known. */
  readonly turns: readonly Turn[];
  /** What `done` gives when all has come about. */
  readonly whole: number;
  /** `answer` is there when the command has given one. Throws a violation for what is half there. */
  readonly done: (look: LookedAt, answer: unknown) => Promise<number>;
  /** Takes over into the model what has come about. */
  readonly apply: (done: number, answer: unknown) => void;
}

export const ruling = ['--by', 'admin', '--reason', 'as the harness rolled it'] as const;

export const quoted = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(', ');
