import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { addressKind } from './address-kind.js';
import { type Caution, requireSafeLiteral, safeLookup } from './safe-address.js';

const WARY: Caution = { allowPrivate: false, secure: true };
const found = (...addresses: readonly string[]): readonly LookupAddress[] =>
  addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

/** What a connection to this name is handed. */
const lookUp = (addresses: readonly LookupAddress[], caution: Caution, all = true): Promise<unknown> =>
  new Promise((done, fail) => {
    const lookup = safeLookup({ resolve: async () => addresses, kindOf: addressKind }, caution);
    lookup('taxii.example', { all }, (error, address, family) =>
      error ? fail(error) : done(all ? address : { address, family }),
    );
  });

const codeOf = (act: () => void): unknown => {
  try {
    act();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  }
};
const literal = (host: string, caution: Caution) => codeOf(() => requireSafeLiteral(host, { kindOf: addressKind }, caution));

describe('a name', () => {
  it('is connected to at the addresses that were judged, in either form that Node asks for', async () => {
    const addresses = found('93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c');
    expect(await lookUp(addresses, WARY)).toEqual(addresses);
    expect(await lookUp(addresses, WARY, false)).toEqual({ address: '93.184.215.14', family: 4 });
  });

  it.each([
    [['127.0.0.1']],
    [['93.184.215.14', '10.0.0.1']],
    [['93.184.215.14', '::ffff:127.0.0.1']],
    [['fd00:ec2::254', '93.184.215.14']],
  ])('with the addresses %j is not connected to at all, and the error says which address it was', async (addresses) => {
    const bad = addresses.find((address) => addressKind(address) !== 'public');
    await expect(lookUp(found(...addresses), WARY)).rejects.toMatchObject({
      code: 'pull-private',
      details: { host: 'taxii.example', address: bad },
    });
  });

  it('without addresses is not found', () => expect(lookUp([], WARY)).rejects.toMatchObject({ code: 'ENOTFOUND' }));

  it('may be private where that is meant, and without TLS only then', async () => {
    const near: Caution = { allowPrivate: true, secure: false };
    expect(await lookUp(found('127.0.0.1', '10.1.2.3', 'fe80::1', 'fd00::1'), near)).toHaveLength(4);
    for (const address of ['93.184.215.14', '0.0.0.0', '224.0.0.1', '::ffff:10.0.0.1', '169.254.169.254'])
      await expect(lookUp(found('127.0.0.1', address), near)).rejects.toMatchObject({ code: 'pull-insecure' });
    expect(await lookUp(found('10.1.2.3', '93.184.215.14'), { allowPrivate: true, secure: true })).toHaveLength(2);
  });
});

describe('an address as host', () => {
  it('is judged although no resolver is asked', () => {
    expect(literal('127.0.0.1', WARY)).toBe('pull-private');
    expect(literal('[::1]', WARY)).toBe('pull-private');
    expect(literal('[::ffff:7f00:1]', WARY)).toBe('pull-private');
    expect(literal('93.184.215.14', WARY)).toBeUndefined();
    expect(literal('127.0.0.1', { allowPrivate: true, secure: false })).toBeUndefined();
    expect(literal('93.184.215.14', { allowPrivate: true, secure: false })).toBe('pull-insecure');
  });

  it.each([
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://[0:0::1]/',
    'http://①②⑦.0.0.1/',
  ])('is found out as loopback however it is written: %s', (url) =>
    expect(literal(new URL(url).hostname, WARY)).toBe('pull-private'),
  );

  it('as a name is refused without TLS before it is resolved', () => {
    expect(literal('taxii.example', { allowPrivate: false, secure: false })).toBe('pull-insecure');
    expect(literal('taxii.example', WARY)).toBeUndefined();
  });
});
