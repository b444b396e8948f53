import type { FastifyRequest } from 'fastify';
import { ParleyError } from '../core/errors.js';
import type { ShownCertificate } from '../core/registry/certificate.js';
import type { Caller } from '../core/registry/participant.js';
import { authenticateCertificate } from '../exchange/certificates.js';
import { authenticate, type Credential, recognise } from '../exchange/credentials.js';
import type { House } from '../exchange/house.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `authenticateWith` on every door that needs credentials. */
    caller: Caller | null;
    /** The client certificate that the connection showed and that was verified. */
    certificate: ShownCertificate | null;
  }
}

const AUTHORIZATION = /^(basic|bearer) +([A-Za-z0-9\-._~+/]+=*) *$/i;

/** What an Authorization header presents: Bearer TOKEN, or Basic with user = slug and password = token (INTERFACE, HTTP). */
export const credentialIn = (header: string | undefined): Credential | undefined => {
  const [, scheme, value] = AUTHORIZATION.exec(header ?? '') ?? [];
  if (scheme === undefined || value === undefined) return undefined;
  if (scheme.toLowerCase() === 'bearer') return { secret: value };
  const pair = Buffer.from(value, 'base64').toString();
  const colon = pair.indexOf(':');
  return colon === -1 ? undefined : { slug: pair.slice(0, colon), secret: pair.slice(colon + 1) };
};

/**
 * Hook: lets nobody pass without valid credentials. Missing, malformed and wrong are one and the same error. A header decides
 * alone, whatever certificate there is: who presents something wrong is not let in by something else.
 */
export const authenticateWith =
  (house: House, confirm: Confirm) =>
  async (request: FastifyRequest): Promise<void> => {
    const credential = credentialIn(request.headers.authorization);
    const known = credential && recognise(house, credential);
    request.caller =
      known !== undefined && (await confirm(request, known)) ? known : await callerBehind(house, request, credential);
  };

/** Whether credentials that this process has seen before are in force still, as far as somebody has to look at it anyway. */
export type Confirm = (request: FastifyRequest, caller: Caller) => Promise<boolean>;

const callerBehind = async (
  house: House,
  { headers: { authorization }, certificate }: FastifyRequest,
  credential: Credential | undefined,
): Promise<Caller> => {
  if (authorization === undefined && certificate !== null) return authenticateCertificate(house, certificate);
  if (!credential) throw new ParleyError('credentials-wrong');
  return authenticate(house, credential);
};

/** Who is asking; only behind `authenticateWith`. */
export const callerOf = ({ caller }: FastifyRequest): Caller => {
  if (!caller) throw new ParleyError('credentials-wrong');
  return caller;
};
