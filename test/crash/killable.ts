import type { ChildProcess } from 'node:child_process';
import { type Outcome, start, writtenBy } from '../program.js';

export interface Ended extends Outcome {
  /** By us: whatever it was doing, nobody knows whether it was done. */
  readonly killed: boolean;
}

/** A process of the program, and the means to end it as a power cut would. */
export interface Killable {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has written to standard output so far. */
  readonly written: () => string;
  /** kill -9; does nothing to what has ended. */
  readonly kill: () => void;
}

/** Without `held` its standard input ends at once. */
export const launch = (args: readonly string[], environment: Readonly<Record<string, string>>, held = false): Killable => {
  const child = start(args, environment);
  const written = writtenBy(child);
  child.stdin?.on('error', () => undefined);
  if (!held) child.stdin?.end();
  const ended = new Promise<Ended>((done, fail) => {
    child.on('error', fail);
    child.on('close', (status, signal) => done({ status, ...written, killed: signal === 'SIGKILL' }));
  });
  return { child, ended, written: () => written.stdout, kill: () => void child.kill('SIGKILL') };
};
