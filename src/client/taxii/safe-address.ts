import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { ParleyError } from '../../core/errors.js';
import { ADDRESS_WORDS, type AddressKind } from './address-kind.js';
import type { Network } from './network.js';

export interface Caution {
  /** Loopback and private addresses are meant. */
  readonly allowPrivate: boolean;
  /** What is sent there is encrypted. */
  readonly secure: boolean;
}

type Judge = Pick<Network, 'resolve' | 'kindOf'>;

const NEAR: ReadonlySet<AddressKind> = new Set(['loopback', 'private', 'link-local', 'shared']);

/** Errors: `pull-private`, `pull-insecure`. One bad address of a name is enough: which of them is connected to is chance. */
const requireSafe = (host: string, addresses: readonly string[], kindOf: Judge['kindOf'], caution: Caution): void => {
  for (const address of addresses) {
    const kind = kindOf(address);
    if (kind !== 'public' && !caution.allowPrivate)
      throw new ParleyError('pull-private', { host, address, reason: ADDRESS_WORDS[kind] });
    if (!caution.secure && !NEAR.has(kind)) throw new ParleyError('pull-insecure', { host });
  }
};

/** A host that is an address needs no resolver, and Node asks none: it is judged here, before the request. */
export const requireSafeLiteral = (hostname: string, { kindOf }: Pick<Judge, 'kindOf'>, caution: Caution): void => {
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isIP(address) !== 0) requireSafe(hostname, [address], kindOf, caution);
  else if (!caution.secure && !caution.allowPrivate) throw new ParleyError('pull-insecure', { host: hostname });
};

/**
 * Resolves a name once, judges all its addresses, and hands the connection these and no others: a name that leads elsewhere the
 * next time it is asked (DNS rebinding) is not asked. Host header and TLS name stay the name.
 */
export const safeLookup =
  ({ resolve, kindOf }: Judge, caution: Caution): LookupFunction =>
  (host, options, callback) => {
    const judged = async (): Promise<readonly [LookupAddress, ...LookupAddress[]]> => {
      const [first, ...others] = await resolve(host);
      if (!first) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
      const found = [first, ...others] as const;
      requireSafe(
        host,
        found.map(({ address }) => address),
        kindOf,
        caution,
      );
      return found;
    };
    judged().then(
      (found) => (options.all ? callback(null, [...found]) : callback(null, found[0].address, found[0].family)),
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
