import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import type { CliContext } from '../../src/cli/context.js';
import { runCli } from '../../src/cli/program.js';
import { cliContext } from '../../src/compose.js';
import { readConfig } from '../../src/config.js';

/** What one command line did. */
export interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

class Memory extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}

export interface Around {
  readonly stdin?: string;
  readonly terminal?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly untilStopped?: CliContext['untilStopped'];
  readonly openHouse?: CliContext['openHouse'];
  readonly network?: Partial<CliContext['network']>;
  /** Told of everything written to standard output so far. */
  readonly onOut?: (text: string) => void;
}

/** A fresh directory, gone when `drop` is called. */
export const freshFolder = () => {
  const dir = mkdtempSync(join(tmpdir(), 'parley-cli-'));
  return { dir, drop: () => rmSync(dir, { recursive: true, force: true }) };
};

/** Runs command lines in this process, on the real thing but for the streams and the signals. */
export const runLine = async (argv: readonly string[], home: string, around: Around = {}): Promise<Run> => {
  const stdout = new Memory();
  const stderr = new Memory();
  const watched = around.onOut ? watching(stdout, around.onOut) : stdout;
  const terminal = around.terminal ?? false;
  const context = cliContext(readConfig({ PARLEY_HOME: home, PARLEY_PORT: '0', PARLEY_LOG: 'silent', ...around.environment }));
  const status = await runCli(argv, {
    ...context,
    stdout: watched,
    stderr,
    stdin: Readable.from([Buffer.from(around.stdin ?? '')]),
    terminal: { stdout: terminal, stderr: terminal },
    untilStopped: around.untilStopped ?? (() => new Promise(() => undefined)),
    openHouse: around.openHouse ?? context.openHouse,
    network: { ...context.network, ...around.network },
  });
  return { status, out: stdout.text, err: stderr.text };
};

const watching = (memory: Memory, onOut: (text: string) => void): Writable =>
  new Writable({
    write: (chunk: Buffer, encoding, done) => {
      memory.write(chunk, encoding, () => {
        onOut(memory.text);
        done();
      });
    },
  });

/** The one JSON document of a run with `--json`; throws if there is anything else. */
export const documentOf = <T = Record<string, unknown>>({ out }: Run): T => JSON.parse(out) as T;
