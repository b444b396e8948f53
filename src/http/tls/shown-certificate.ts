import type { TLSSocket } from 'node:tls';
import { fingerprintBinding, type ShownCertificate, subjectBinding } from '../../core/registry/certificate.js';

const seen = new WeakMap<TLSSocket, ShownCertificate>();

/** What the other end showed, if TLS has verified it. Read once a connection. */
export const shownCertificate = (socket: TLSSocket): ShownCertificate | undefined => {
  // A resumed TLS 1.3 session without a certificate is `authorized` too.
  if (!socket.authorized) return undefined;
  const known = seen.get(socket);
  if (known !== undefined) return known;
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return undefined;
  const shown = {
    fingerprint: fingerprintBinding(certificate.fingerprint256),
    subject: subjectIn(certificate.subject),
    validFrom: Date.parse(certificate.validFrom),
    validTo: Date.parse(certificate.validTo),
  };
  seen.set(socket, shown);
  return shown;
};

/** Node writes a relative name a line, the first one first, escaped as RFC 4514 has it, line ends too; that begins with the last. */
export const subjectIn = (lines: string | undefined): string | undefined =>
  subjectBinding((lines ?? '').split('\n').reverse().join(','));
