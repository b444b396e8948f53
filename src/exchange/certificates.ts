import { ParleyError } from '../core/errors.js';
import type { ShownCertificate } from '../core/registry/certificate.js';
import type { Caller } from '../core/registry/participant.js';
import type { House } from './house.js';
import type { Reader } from './ports/store.js';

/**
 * Who is asking with a certificate that TLS has verified. Unbound, expired, not yet valid and suspended are one and the same
 * `credentials-wrong`.
 */
export const authenticateCertificate = async (house: House, shown: ShownCertificate): Promise<Caller> => {
  const holder = await house.store.read((reader) => holdersOf(reader, [shown], house.clock()));
  const caller = holder(shown);
  if (!caller) throw new ParleyError('credentials-wrong');
  return { ...caller, certificate: shown };
};

/**
 * Whom each of these certificates speaks for in this snapshot; nobody, if it is not bound, is outside its time, or its participant
 * is suspended. A connection may be older than any of this, so each request asks. Where fingerprint and subject are bound to two,
 * the fingerprint decides.
 */
export const holdersOf = async (
  reader: Reader,
  shown: readonly ShownCertificate[],
  at: number,
): Promise<(certificate: ShownCertificate) => Caller | undefined> => {
  if (shown.length === 0) return () => undefined;
  const bindings = shown.flatMap(({ fingerprint, subject }) => (subject === undefined ? [fingerprint] : [fingerprint, subject]));
  const holders = await reader.registry.certificateHolders([...new Set(bindings)]);
  return ({ fingerprint, subject, validFrom, validTo }) => {
    if (!(validFrom <= at && at <= validTo)) return undefined;
    const holder = holders.get(fingerprint) ?? (subject === undefined ? undefined : holders.get(subject));
    return holder === undefined || holder.suspended ? undefined : holder.caller;
  };
};
