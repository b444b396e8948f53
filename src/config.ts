import { resolve } from 'node:path';
import { ParleyError } from './core/errors.js';
import { LIMITS } from './core/limits.js';

/** What the environment says (INTERFACE). The only place that reads it; an empty variable is an absent one. */
export interface Config {
  readonly home: string;
  readonly databaseUrl: string | undefined;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly publicUrl: string | undefined;
  /** Files to speak TLS with; undefined: plain HTTP. */
  readonly tls: TlsSettings | undefined;
  readonly logLevel: string;
  /** Of the listener for operations; undefined: there is none, 0: any free port. */
  readonly opsPort: number | undefined;
  /** What one participant may use in a minute; 0: as much as it likes. */
  readonly requestsPerMinute: number;
  readonly responseBytesPerMinute: number;
}

/** Absolute paths of PEM files. */
export interface TlsSettings {
  readonly cert: string;
  readonly key: string;
  readonly clientCa: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;

export const readConfig = (environment: Environment = process.env): Config => {
  const of = (name: string): string | undefined => environment[name] || undefined;
  return {
    home: resolve(of('PARLEY_HOME') ?? '.parley'),
    databaseUrl: databaseUrlOf(of('PARLEY_DATABASE_URL')),
    host: of('PARLEY_HOST') ?? '127.0.0.1',
    port: portOf('PARLEY_PORT', of('PARLEY_PORT') ?? '7420'),
    publicUrl: of('PARLEY_PUBLIC_URL')?.replace(/\/+$/, ''),
    tls: tlsOf(of),
    logLevel: logLevelOf(of('PARLEY_LOG') ?? 'info'),
    opsPort: opsPortOf(of('PARLEY_OPS_PORT')),
    requestsPerMinute: budgetOf('PARLEY_RATE', of('PARLEY_RATE'), LIMITS.requests_per_minute),
    responseBytesPerMinute: budgetOf('PARLEY_RATE_BYTES', of('PARLEY_RATE_BYTES'), LIMITS.response_bytes_per_minute),
  };
};

/** Without TLS, only the machine itself may speak to us; a proxy that has TLS vouches for the rest. */
export const requireSafeHost = (config: Pick<Config, 'host'> & Partial<Pick<Config, 'tls'>>, behindProxy: boolean): void => {
  if (!behindProxy && config.tls === undefined && !LOOPBACK.test(config.host))
    throw new ParleyError('host-exposed', { host: config.host });
};

/** All or nothing: with one of them forgotten, what its operator believes encrypted would be served in clear. */
const tlsOf = (of: (name: string) => string | undefined): TlsSettings | undefined => {
  const [cert, key, clientCa] = ['PARLEY_TLS_CERT', 'PARLEY_TLS_KEY', 'PARLEY_TLS_CLIENT_CA'].map(of);
  if (cert !== undefined && key !== undefined)
    return { cert: resolve(cert), key: resolve(key), clientCa: clientCa && resolve(clientCa) };
  const [name, value] = Object.entries({ PARLEY_TLS_CERT: cert, PARLEY_TLS_KEY: key, PARLEY_TLS_CLIENT_CA: clientCa }).find(
    ([, given]) => given !== undefined,
  ) ?? [undefined, undefined];
  if (name === undefined) return undefined;
  const reason = 'TLS takes PARLEY_TLS_CERT and PARLEY_TLS_KEY together, two PEM files: set both or none';
  throw new ParleyError('setting-malformed', { name, value: value ?? '', reason });
};

/** Operations speak to the machine itself alone, whoever else may speak to the doors. */
export const opsHostOf = ({ host }: Pick<Config, 'host'>): string => (LOOPBACK.test(host) ? host : '127.0.0.1');

const portOf = (name: string, value: string): number => {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535) {
    throw new ParleyError('setting-malformed', { name, value, reason: 'give a port from 0 to 65535' });
  }
  return port;
};

const opsPortOf = (value: string | undefined): number | undefined =>
  value === undefined ? undefined : portOf('PARLEY_OPS_PORT', value);

const budgetOf = (name: string, value: string | undefined, otherwise: number): number => {
  if (value === undefined) return otherwise;
  if (!/^\d{1,15}$/.test(value)) {
    throw new ParleyError('setting-malformed', { name, value, reason: 'give a whole number for a minute; 0 turns it off' });
  }
  return Number(value);
};

const databaseUrlOf = (value: string | undefined): string | undefined => {
  if (value !== undefined && !(/^postgres(ql)?:\/\//.test(value) && URL.canParse(value))) {
    // The value may hold a password: it is not repeated.
    throw new ParleyError('setting-malformed', {
      name: 'PARLEY_DATABASE_URL',
      value: '…',
      reason: 'write postgres://USER:PASSWORD@HOST:PORT/DATABASE',
    });
  }
  return value;
};

const logLevelOf = (value: string): string => {
  if (!LOG_LEVELS.includes(value)) {
    throw new ParleyError('setting-malformed', { name: 'PARLEY_LOG', value, reason: `use one of ${LOG_LEVELS.join(', ')}` });
  }
  return value;
};
