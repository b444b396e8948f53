import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import type { AddressInfo, Server } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { cedarEngine } from './adapters/cedar/engine.js';
import { readBookFolder, writeBookFolder } from './adapters/disk/book-folder.js';
import { openCheckpointFile } from './adapters/disk/checkpoint-file.js';
import { homePaths, isHome, makeHome, readConfig as readHome, writeConfig } from './adapters/disk/home.js';
import { makeLedgerKey, openKeyring } from './adapters/disk/keyring.js';
import { writeNewFile } from './adapters/disk/new-file.js';
import { openPullState } from './adapters/disk/pull-state.js';
import { readTlsFiles } from './adapters/disk/tls-files.js';
import { openSqliteStore } from './adapters/sqlite/store.js';
import type { CliContext, Serving } from './cli/context.js';
import { addressKind } from './client/taxii/address-kind.js';
import { type Network, PATIENCE } from './client/taxii/network.js';
import { type Config, opsHostOf, requireSafeHost } from './config.js';
import { ParleyError } from './core/errors.js';
import { FEED_SCHEME } from './core/feed/scheme.js';
import { PARLEY_VERSION } from './core/version.js';
import { found } from './exchange/found.js';
import type { House } from './exchange/house.js';
import { randomUuid } from './exchange/identify.js';
import { settleForgotten, settleGrants } from './exchange/ledger/grants.js';
import { requireUnforked } from './exchange/ledger/guard.js';
import { originBase } from './exchange/ledger/open-ledger.js';
import { openLedgers } from './exchange/ledger/open-ledgers.js';
import { settleKeys } from './exchange/ledger/rotate-keys.js';
import type { Store } from './exchange/ports/store.js';
import { takeInWaiting } from './exchange/submission/intake.js';
import { sweepUnfinished } from './exchange/sweep.js';
import type { SecureListening } from './http/tls/secure-listening.js';

const packaged = (folder: string): string => fileURLToPath(new URL(`../${folder}`, import.meta.url));

/** What only some commands need is loaded when they do: it is a third of the time that a short command takes. */
const openStore = async (config: Config, home: string): Promise<Store> => {
  if (config.databaseUrl === undefined) return openSqliteStore({ path: homePaths(home).database });
  const { openPostgresStore } = await import('./adapters/postgres/store.js');
  return openPostgresStore({ url: config.databaseUrl });
};

const houseOf = async (store: Store, home: string, logLevel: string): Promise<House> => {
  const paths = homePaths(home);
  const log = pino({ level: logLevel }, pino.destination({ dest: 2, sync: true }));
  return {
    store,
    keyring: await openKeyring(home, paths.keys),
    witness: await openCheckpointFile(paths.checkpoints),
    engine: cedarEngine(),
    scheme: FEED_SCHEME,
    clock: Date.now,
    random: randomBytes,
    alarm: (kind, detail) => log.error({ alarm: kind, ...detail }, 'alarm'),
  };
};

const foundHome =
  (config: Config): CliContext['foundHome'] =>
  async (home, { name, operator }) => {
    await makeHome(home);
    const files = await readBookFolder(packaged('rulebook'));
    const store = await openStore(config, home);
    try {
      const house = await houseOf(store, home, config.logLevel);
      const id = randomUuid(house);
      await writeBookFolder(homePaths(home).rulebook, files);
      await found(house, { id, name, operator, files });
      const ledger_origin = originBase(id);
      await writeConfig(home, { node_id: id, name, ledger_origin });
      return { participant_id: id, ledger_origin };
    } finally {
      await store.close();
    }
  };

const openHouse =
  (config: Config): CliContext['openHouse'] =>
  async (home, { unchecked = false } = {}) => {
    const { node_id } = await readHome(home);
    const store = await openStore(config, home);
    try {
      const { node, host } = await store.read(async (reader) => ({
        node: await reader.registry.node(),
        host: await reader.ledgers.find('host', null),
      }));
      if (!node) throw new ParleyError('node-missing', { home });
      if (node.id !== node_id) throw new ParleyError('node-mismatch', { what: 'database', home });
      if (host === undefined) await makeLedgerKey(homePaths(home).keys);
      const house = await houseOf(store, home, config.logLevel);
      if (!unchecked) {
        await requireUnforked(house);
        if (house.keyring.keys.ledger.length > 1) await settleKeys(house);
        if (host === undefined) await openLedgers(house);
      }
      return { house, close: () => store.close() };
    } catch (error) {
      await store.close();
      throw error;
    }
  };

/** For `restore`: the database need not hold the node yet. */
const openEmptyHouse =
  (config: Config): CliContext['openEmptyHouse'] =>
  async (home) => {
    const { node_id } = await readHome(home);
    const store = await openStore(config, home);
    try {
      return { house: await houseOf(store, home, config.logLevel), node: node_id, close: () => store.close() };
    } catch (error) {
      await store.close();
      throw error;
    }
  };

const startServer =
  (config: Config): CliContext['startServer'] =>
  async (home, { behindProxy }): Promise<Serving> => {
    requireSafeHost(config, behindProxy);
    const tls = await secured(config);
    const opened = await openHouse(config)(home);
    const ends = [opened.close];
    const stop = async () => {
      for (const end of ends.toReversed()) await end();
    };
    try {
      const { house, metrics, operations } = await withOperations(config, opened.house);
      await sweepUnfinished(house);
      await settleGrants(house, house.clock());
      await takeInWaiting(house);
      const { buildServer } = await import('./http/server.js');
      const { logLevel, publicUrl, requestsPerMinute, responseBytesPerMinute } = config;
      const budgets = { requestsPerMinute, responseBytesPerMinute };
      const server = buildServer(house, { logLevel, publicUrl, budgets, metrics, tls });
      // The last to end is operations: it tells how the doors drain.
      if (operations !== undefined) ends.push(() => operations.close());
      ends.push(() => server.close());
      const listenTextResolver = (address: string) => `listening at ${schemeOf(config)}${address.slice(address.indexOf(':'))}`;
      const address = { host: config.host, port: config.port, listenTextResolver };
      await server.listen(address).catch(refuseAddress(config, 'PARLEY_PORT'));
      const forget = reloadOnHangup(config, tls, house);
      ends.push(async () => forget());
      const operationsUrl = operations && (await listenForOperations(config, operations));
      const sweeping = sweepFromTimeToTime(house);
      ends.push(async () => clearInterval(sweeping));
      return { url: publicUrl ?? urlOf(schemeOf(config), config.host, server.server), operationsUrl, stop };
    } catch (error) {
      await stop();
      throw error;
    }
  };

/** The server of operations, if one is wanted, and the house as it measures itself for it. */
const withOperations = async ({ opsPort, logLevel }: Config, house: House) => {
  if (opsPort === undefined) return { house, metrics: undefined, operations: undefined };
  const { Metrics } = await import('./http/operations/metrics.js');
  const { measuredStore } = await import('./http/operations/measured-store.js');
  const { buildOperationsServer } = await import('./http/operations/server.js');
  const metrics = new Metrics(() => house.store.connections());
  const measured: House = { ...house, store: measuredStore(house.store, metrics), measures: metrics };
  return { house: measured, metrics, operations: buildOperationsServer(measured, metrics, { logLevel }) };
};

const listenForOperations = async (config: Config, operations: FastifyInstance): Promise<string> => {
  const address = { host: opsHostOf(config), port: config.opsPort ?? 0 };
  await operations.listen(address).catch(refuseAddress(address, 'PARLEY_OPS_PORT'));
  return urlOf('http', address.host, operations.server);
};

const urlOf = (scheme: 'http' | 'https', host: string, server: Server): string => {
  const { port } = server.address() as AddressInfo;
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
};

const schemeOf = ({ tls }: Config): 'http' | 'https' => (tls === undefined ? 'http' : 'https');

const secured = async ({ tls }: Config): Promise<SecureListening | undefined> => {
  if (tls === undefined) return undefined;
  const { secureListening } = await import('./http/tls/secure-listening.js');
  return secureListening(await readTlsFiles(tls));
};

/** SIGHUP: the files are read again; as long as they are not good, what was read before stays. Gives the function that ends it. */
const reloadOnHangup = ({ tls: files }: Config, tls: SecureListening | undefined, house: House): (() => void) => {
  if (files === undefined || tls === undefined) return () => undefined;
  let last = Promise.resolve();
  // One after the other: what was read first must not replace what was read later.
  const reload = () => {
    last = last
      .then(() => readTlsFiles(files))
      .then(tls.replace)
      .catch((error: unknown) => {
        const why = error instanceof ParleyError ? { code: error.code, reason: error.message } : { code: 'fault' };
        house.alarm('tls-not-reloaded', why);
      });
  };
  process.on('SIGHUP', reload);
  return () => process.off('SIGHUP', reload);
};

/** A command that was killed may have left a grant half given: nobody else would finish it. */
const SWEEP_MS = 5_000;

const endUnfinished = async (house: House): Promise<void> => {
  await sweepUnfinished(house);
  await settleForgotten(house);
  await takeInWaiting(house);
};

const sweepFromTimeToTime = (house: House): NodeJS.Timeout =>
  setInterval(() => {
    endUnfinished(house).catch((error: unknown) => {
      const code = error instanceof ParleyError ? error.code : 'fault';
      if (code !== 'store-unavailable') house.alarm('sweep-failed', { code });
    });
  }, SWEEP_MS);

const ADDRESS_ERRORS = ['EADDRINUSE', 'EADDRNOTAVAIL', 'EACCES', 'ENOTFOUND'];

const refuseAddress =
  ({ host, port }: Pick<Config, 'host' | 'port'>, setting: string) =>
  (cause: NodeJS.ErrnoException): never => {
    if (!ADDRESS_ERRORS.includes(cause.code ?? '')) throw cause;
    throw new ParleyError('address-refused', { host, port, reason: cause.code ?? '', setting }, { cause });
  };

const untilStopped = (): Promise<void> =>
  new Promise((done) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => done());
  });

const network: Network = {
  resolve: (host) => lookup(host, { all: true, verbatim: true }),
  kindOf: addressKind,
  clock: Date.now,
  random: Math.random,
  sleep: (ms) => sleep(ms),
  patience: PATIENCE,
};

const openersOf = (config: Config): CliContext['embedded'] => ({
  foundHome: foundHome(config),
  openHouse: openHouse(config),
  startServer: startServer(config),
});

/** Builds everything once, by hand, and gives each command only what it needs. */
export const cliContext = (config: Config): CliContext => ({
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  terminal: { stdout: process.stdout.isTTY === true, stderr: process.stderr.isTTY === true },
  homeOf: (option) => (option === undefined ? config.home : resolve(option)),
  ...openersOf(config),
  openEmptyHouse: openEmptyHouse(config),
  writeNewFile,
  isHome,
  readBook: readBookFolder,
  keepBook: (home, files) => writeBookFolder(homePaths(home).rulebook, files),
  bookDir: (home) => homePaths(home).rulebook,
  openPulls: (home) => openPullState(homePaths(home).pulls),
  network,
  storyDir: packaged('demo'),
  publicUrl: config.publicUrl ?? `${schemeOf(config)}://${config.host}:${config.port}`,
  embedded: openersOf({ ...config, databaseUrl: undefined }),
  untilStopped,
  version: PARLEY_VERSION,
});
