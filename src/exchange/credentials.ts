import { createHmac } from 'node:crypto';
import { ParleyError } from '../core/errors.js';
import { LIMITS } from '../core/limits.js';
import type { Caller } from '../core/registry/participant.js';
import { requireFuture } from './expiry.js';
import type { House } from './house.js';
import { randomUuid } from './identify.js';
import { underSeal, underSealSoon } from './ledger/under-seal.js';
import type { Token } from './ports/registry.js';
import { requireParticipant } from './require.js';

const SECRET_BYTES = 32;

/**
 * A keyed hash, fast on purpose: the secret has 256 random bits, so there is nothing to guess, and a slow password hash would
 * cost each request 65 to 140 ms. The key lives in the home: a stolen database alone verifies nothing.
 */
const hashesOf = ({ keyring }: House, secret: string): readonly string[] => keyring.keys.token.map((key) => hashBy(key, secret));

const hashBy = (key: Uint8Array, secret: string): string => createHmac('sha256', key).update(secret).digest('hex');

/** By the key that is in force. */
const hashOf = ({ keyring }: House, secret: string): string => {
  const [key] = keyring.keys.token;
  if (key === undefined) throw new ParleyError('keys-stale');
  return hashBy(key, secret);
};

/** Issues a credential. The secret is returned here and never again. `expiresAt` in ms. */
export const issueToken = async (
  house: House,
  slug: string,
  expiresAt: number | null,
): Promise<{ readonly secret: string; readonly id: string }> => {
  requireFuture(house, expiresAt);
  const secret = Buffer.from(house.random(SECRET_BYTES)).toString('base64url');
  const id = randomUuid(house);
  // The secret is shown once: a home that cannot be written must not swallow it.
  await underSealSoon(house, async (sealer, record) => {
    const hash = hashOf(house, secret);
    const { num } = await requireParticipant(sealer, slug);
    const at = house.clock();
    await sealer.registry.addToken({ id, participant: num, issuedAt: at, expiresAt, revokedAt: null }, hash);
    record({ at, kind: 'token-issued', participant: num, detail: { token_id: id } });
  });
  return { secret, id };
};

/** Errors: `token-unknown`. */
export const revokeToken = async (house: House, id: string): Promise<void> => {
  await underSeal(house, async (sealer, record) => {
    const at = house.clock();
    const participant = await sealer.registry.revokeToken(id, at);
    if (participant === undefined) throw new ParleyError('token-unknown', { value: id });
    record({ at, kind: 'token-revoked', participant, detail: { token_id: id } });
  });
};

export const listTokens = async (house: House): Promise<readonly (Token & { readonly slug: string })[]> =>
  house.store.read(async (reader) => {
    const slugs = new Map((await reader.registry.participants()).map(({ num, slug }) => [num, slug]));
    return (await reader.registry.tokens()).map((token) => ({ ...token, slug: slugs.get(token.participant) ?? '' }));
  });

/** What a request presented. `slug` is the user name of Basic. */
export interface Credential {
  readonly slug?: string | undefined;
  readonly secret: string;
}

/** Who is asking. Unknown, wrong, expired, revoked and suspended are one and the same `credentials-wrong`. */
export const authenticate = async (house: House, { slug, secret }: Credential): Promise<Caller> => {
  const bearer = (await bearerOf(house, secret)) ?? ((await house.keyring.refresh()) ? await bearerOf(house, secret) : undefined);
  if (!bearer || bearer.suspended || isOver(bearer.token, house.clock())) throw new ParleyError('credentials-wrong');
  if (slug !== undefined && slug !== bearer.caller.slug) throw new ParleyError('credentials-wrong');
  const caller = { ...bearer.caller, token: bearer.token.id };
  learn(house, secret, caller);
  return caller;
};

/**
 * The same by heart, for what looks at the token again in its own snapshot, as every page does: whose token this was when this
 * process saw it last. Undefined: it has to be asked.
 */
export const recognise = (house: House, { slug, secret }: Credential): Caller | undefined => {
  const caller = known.get(house.store)?.get(hashOf(house, secret));
  return caller !== undefined && (slug === undefined || slug === caller.slug) ? caller : undefined;
};

/** By keyed hash of the secret, the least recently learnt first. */
const known = new WeakMap<House['store'], Map<string, Caller>>();

const learn = (house: House, secret: string, caller: Caller): void => {
  const callers = known.get(house.store) ?? new Map<string, Caller>();
  known.set(house.store, callers);
  const hash = hashOf(house, secret);
  callers.delete(hash);
  callers.set(hash, caller);
  for (const oldest of callers.keys()) {
    if (callers.size <= LIMITS.callers_known_max) break;
    callers.delete(oldest);
  }
};

const bearerOf = (house: House, secret: string) =>
  house.store.read((reader) => reader.registry.bearerOf(hashesOf(house, secret)), { oneQuery: true });

const isOver = ({ revokedAt, expiresAt }: Token, now: number): boolean =>
  revokedAt !== null || (expiresAt !== null && expiresAt <= now);
