import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const MAIN = resolve('dist/main.js');

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Environment = Readonly<Record<string, string>>;

/** Processes of tests are short: none has to make the rule engine fast first, which is half of what a command costs. */
const QUICK = ['--liftoff-only'];

/** The built program as a process of its own. */
export const start = (args: readonly string[], environment: Environment): ChildProcess =>
  spawn(process.execPath, [...QUICK, MAIN, ...args], {
    env: { ...process.env, PARLEY_LOG: 'error', PARLEY_RATE: '0', ...environment },
  });

/** What a process has written so far; it grows. */
export const writtenBy = ({ stdout, stderr }: ChildProcess): Readonly<Pick<Outcome, 'stdout' | 'stderr'>> => {
  const written = { stdout: '', stderr: '' };
  stdout?.on('data', (chunk) => {
    written.stdout += chunk;
  });
  stderr?.on('data', (chunk) => {
    written.stderr += chunk;
  });
  return written;
};

/** Runs the built program as a process of its own, to its end. */
export const parley = (args: readonly string[], environment: Environment, stdin?: AsyncIterable<Uint8Array>): Promise<Outcome> =>
  new Promise((done, fail) => {
    const child = start(args, environment);
    const written = writtenBy(child);
    child.on('error', fail);
    child.on('close', (status) => done({ status, ...written }));
    void feed(child, stdin);
  });

const feed = async (child: ChildProcess, source: AsyncIterable<Uint8Array> = (async function* () {})()): Promise<void> => {
  child.stdin?.on('error', () => undefined);
  for await (const chunk of source) {
    if (child.stdin?.write(chunk) === false) await new Promise((ready) => child.stdin?.once('drain', ready));
  }
  child.stdin?.end();
};

/** The JSON answer of a command that must succeed. */
export const answerOf = async <T>(args: readonly string[], environment: Environment): Promise<T> => {
  const { status, stdout, stderr } = await parley([...args, '--json'], environment);
  if (status !== 0) throw new Error(`parley ${args.join(' ')} ended with ${status}: ${stdout}${stderr}`);
  return JSON.parse(stdout) as T;
};

export interface ServeProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Sends a signal and waits for the exit status. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
}

/** Starts `serve` (or `demo`) and waits for its line. */
export const serve = (environment: Environment, args: readonly string[] = ['serve']): Promise<ServeProcess> =>
  new Promise((done, fail) => {
    const child = start(args, { PARLEY_PORT: '0', ...environment });
    const written = writtenBy(child);
    const ended = new Promise<number | null>((exit) => child.on('exit', (status) => exit(status)));
    child.stdout?.on('data', () => {
      const url = /^parley listening on (\S+)$/m.exec(written.stdout)?.[1];
      if (url !== undefined) {
        const end = (signal: NodeJS.Signals) => {
          child.kill(signal);
          return ended;
        };
        done({ url, child, end });
      }
    });
    void ended.then((status) => fail(new Error(`it ended with ${status} before listening: ${written.stderr}`)));
  });

/** A place for a home that does not exist yet. */
export const freshHome = async (): Promise<{ readonly home: string; readonly remove: () => Promise<void> }> => {
  const dir = await mkdtemp(join(tmpdir(), 'parley-home-'));
  return { home: join(dir, 'home'), remove: () => rm(dir, { recursive: true, force: true }) };
};
