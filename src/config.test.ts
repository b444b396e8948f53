import { describe, expect, it } from 'vitest';
import { opsHostOf, readConfig, requireSafeHost } from './config.js';

describe('the environment', () => {
  it('has defaults for everything, and an empty variable is an absent one', () => {
    expect(readConfig({ PARLEY_HOST: '', PARLEY_PORT: '' })).toMatchObject({
      home: expect.stringMatching(/\.parley$/),
      databaseUrl: undefined,
      host: '127.0.0.1',
      port: 7420,
      logLevel: 'info',
      opsPort: undefined,
      requestsPerMinute: 600,
      responseBytesPerMinute: 1024 ** 3,
    });
  });

  it.each([
    ['PARLEY_PORT', '99999'],
    ['PARLEY_PORT', '-1'],
    ['PARLEY_OPS_PORT', '65536'],
    ['PARLEY_OPS_PORT', 'x'],
    ['PARLEY_RATE', '-1'],
    ['PARLEY_RATE', '1.5'],
    ['PARLEY_RATE_BYTES', '1GiB'],
    ['PARLEY_LOG', 'loud'],
    ['PARLEY_DATABASE_URL', 'mysql://db'],
    ['PARLEY_DATABASE_URL', 'postgres://db:99999/parley'],
  ])('refuses %s=%s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(name);
  });

  it('never repeats a database URL, which may hold a password', () => {
    expect(() => readConfig({ PARLEY_DATABASE_URL: 'mysql://ann:sesame@db' })).toThrow(/^(?!.*sesame)/);
  });

  it('turns a budget off by 0, and knows the port of operations, which listens on loopback alone', () => {
    expect(readConfig({ PARLEY_RATE: '0', PARLEY_RATE_BYTES: '5000', PARLEY_OPS_PORT: '0' })).toMatchObject({
      requestsPerMinute: 0,
      responseBytesPerMinute: 5000,
      opsPort: 0,
    });
    for (const host of ['127.0.0.1', '127.8.8.8', '::1', 'localhost']) expect(opsHostOf({ host })).toBe(host);
    for (const host of ['0.0.0.0', '::', '192.0.2.1', 'example.org']) expect(opsHostOf({ host })).toBe('127.0.0.1');
  });

  it('takes certificate and key together: nobody may believe that his tokens travel encrypted when they do not', () => {
    const [PARLEY_TLS_CERT, PARLEY_TLS_KEY, PARLEY_TLS_CLIENT_CA] = ['/a/cert', '/a/key', '/a/ca'];
    expect(readConfig({}).tls).toBeUndefined();
    expect(readConfig({ PARLEY_TLS_CERT, PARLEY_TLS_KEY }).tls).toEqual({ cert: '/a/cert', key: '/a/key', clientCa: undefined });
    expect(readConfig({ PARLEY_TLS_CERT, PARLEY_TLS_KEY, PARLEY_TLS_CLIENT_CA }).tls?.clientCa).toBe('/a/ca');
    for (const some of [
      { PARLEY_TLS_CERT },
      { PARLEY_TLS_KEY },
      { PARLEY_TLS_CLIENT_CA },
      { PARLEY_TLS_CERT, PARLEY_TLS_CLIENT_CA },
      { PARLEY_TLS_KEY, PARLEY_TLS_CLIENT_CA },
    ])
      expect(() => readConfig(some)).toThrow('set both or none');
  });

  it('lets nobody but the machine itself in, unless it speaks TLS or a proxy stands before it', () => {
    for (const host of ['127.0.0.1', '127.8.8.8', '::1', 'localhost']) requireSafeHost({ host }, false);
    for (const host of ['0.0.0.0', '::', '192.0.2.1', '127.0.0.1.example', 'example.org']) {
      expect(() => requireSafeHost({ host }, false)).toThrow('refusing to listen');
      requireSafeHost({ host }, true);
      requireSafeHost({ host, tls: { cert: '/a/cert', key: '/a/key', clientCa: undefined } }, false);
    }
  });
});
