import { ParleyError } from '../../core/errors.js';
import { visible } from '../../core/stix/json/json-value.js';
import { PARLEY_VERSION } from '../../core/version.js';
import { type Answer, askOnce, BadPacking, openAgent, TimedOut, TooLarge } from './ask-once.js';
import { isTaxiiType } from './media-type.js';
import type { Network } from './network.js';
import { Passing, persistently } from './persistence.js';
import { retryAfter } from './retry-after.js';
import { requireSafeLiteral, safeLookup } from './safe-address.js';
import { shownUrl } from './shown-url.js';

/** Who is asked, and how. */
export interface Access {
  /** The one origin that is spoken to; credentials are for it alone. */
  readonly origin: string;
  /** What stands in the header of this name, as `Bearer …`. */
  readonly authorization: string | undefined;
  /** Loopback and private addresses are meant. */
  readonly allowPrivate: boolean;
  /** Told before each wait. */
  readonly onWait?: ((ms: number, why: ParleyError) => void) | undefined;
}

/** An answer of status 200, and the URL that gave it in the end. */
export interface Resource extends Pick<Answer, 'headers' | 'body'> {
  readonly url: URL;
  /** How often it was asked for, until it came. */
  readonly attempts: number;
}

export interface TaxiiClient {
  /** The origin that it speaks to. */
  readonly origin: string;
  /**
   * One resource, fully received and not looked into. Errors: `pull-redirected`, `pull-private`, `pull-insecure`, `pull-refused`,
   * `pull-unreachable`, `pull-malformed`, `pull-too-large`.
   */
  get(url: URL, bytes_max: number): Promise<Resource>;
  close(): void;
}

const REDIRECTS_MAX = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const BUSY = new Set([429, 502, 503, 504]);
/** What Node says of connections that may be there the next time. */
const BROKEN = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EPIPE',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

export const openTaxiiClient = (network: Network, access: Access): TaxiiClient => {
  const secure = access.origin.startsWith('https:');
  const caution = { allowPrivate: access.allowPrivate, secure };
  const agent = openAgent(secure);
  const lookup = safeLookup(network, caution);
  const headers = {
    accept: 'application/taxii+json;version=2.1',
    'accept-encoding': 'gzip',
    'user-agent': `parley/${PARLEY_VERSION}`,
    ...(access.authorization === undefined ? {} : { authorization: access.authorization }),
  };

  const answerOf = async (url: URL, bytes_max: number): Promise<Answer> => {
    requireSafeLiteral(url.hostname, network, caution);
    const asking = { agent, lookup, headers, patience: network.patience, bytes_max };
    const answer = await askOnce(url, asking).catch((error: unknown) => {
      throw failureOf(url, error, bytes_max);
    });
    if (echoes(answer, access.authorization)) throw malformed(url, 'it sends our credentials back');
    if (BUSY.has(answer.status))
      throw new Passing(refused(url, answer.status), retryAfter(answer.headers['retry-after'], network.clock()));
    return answer;
  };
  const attempt = async (first: URL, bytes_max: number): Promise<Omit<Resource, 'attempts'>> => {
    let url = first;
    for (let redirects = 0; ; redirects++) {
      const answer = await answerOf(url, bytes_max);
      if (REDIRECTS.has(answer.status)) {
        url = targetOf(url, answer.headers.location, access.origin, redirects);
        continue;
      }
      if (answer.status !== 200) throw refused(url, answer.status);
      const type = answer.headers['content-type'];
      if (!isTaxiiType(type)) throw malformed(url, `it sends \`${visible(type ?? '', 80)}\``);
      return { url, headers: answer.headers, body: answer.body };
    }
  };
  return {
    origin: access.origin,
    get: async (url, bytes_max) => {
      if (url.origin !== access.origin) throw new Error(`it is not of ${access.origin}`);
      let attempts = 0;
      const counted = () => {
        attempts++;
        return attempt(url, bytes_max);
      };
      return { ...(await persistently(network, counted, access.onWait)), attempts };
    },
    close: () => agent.destroy(),
  };
};

/** Where a redirect leads, if that is on the same origin: credentials, and the operator's word, are for that one only. */
const targetOf = (url: URL, location: string | undefined, origin: string, redirects: number): URL => {
  if (location === undefined || !URL.canParse(location, url.href)) throw malformed(url, 'it redirects to no URL');
  const target = new URL(location, url);
  const shown = { url: shownUrl(url), target: shownUrl(target) };
  if (target.origin !== origin) throw new ParleyError('pull-redirected', { ...shown, reason: 'it is another origin' });
  if (target.username !== '' || target.password !== '') throw malformed(url, 'it redirects to a URL with credentials');
  if (redirects >= REDIRECTS_MAX)
    throw new ParleyError('pull-redirected', { ...shown, reason: `more than ${REDIRECTS_MAX} redirects` });
  return target;
};

const SECRET_LENGTH_MIN = 16;

/** A server that repeats the credentials would have them published, kept as its `next`, or shown. Short ones may be words of its own. */
const echoes = ({ headers, body }: Answer, authorization: string | undefined): boolean => {
  const secret = authorization?.split(' ')[1] ?? '';
  if (secret.length < SECRET_LENGTH_MIN) return false;
  return JSON.stringify(headers).includes(secret) || Buffer.from(body.buffer, body.byteOffset, body.byteLength).includes(secret);
};

const ADVICE: Readonly<Record<number, string>> = {
  400: 'it does not take the query, see --limit and --added-after',
  401: 'check the credentials, see --user and --token-file',
  403: 'these credentials may not read it, ask its operator',
  404: 'check the URL; what one may not see may look absent, too',
  406: 'it does not speak TAXII 2.1',
  410: 'it is gone, ask its operator',
  429: 'it is busy, try again later or with a smaller --limit',
};

const refused = (url: URL, status: number): ParleyError => {
  const otherwise = status >= 500 ? 'the fault is on its side, try again later' : 'ask its operator';
  return new ParleyError('pull-refused', { url: shownUrl(url), status, advice: ADVICE[status] ?? otherwise });
};

/** Only words of our own and codes of Node go into messages: a text that comes from outside may hold a header of ours. */
const failureOf = (url: URL, error: unknown, bytes_max: number): Error => {
  if (error instanceof ParleyError) return error;
  if (error instanceof TooLarge) return new ParleyError('pull-too-large', { url: shownUrl(url), bytes_max });
  if (error instanceof BadPacking) return malformed(url, error.message);
  if (error instanceof TimedOut) return new Passing(unreachable(url, error.message));
  const code = codeOf(error);
  if (code === undefined) return error instanceof Error ? error : new Error(String(error));
  if (code.startsWith('HPE_')) return malformed(url, `its answer is no HTTP (${code})`);
  return BROKEN.has(code) ? new Passing(unreachable(url, wordsOf(code))) : unreachable(url, wordsOf(code));
};

/** Codes of Node and OpenSSL that a person meets, in words. */
const wordsOf = (code: string): string => {
  if (code === 'ENOTFOUND') return 'there is no such host';
  if (code === 'ECONNREFUSED') return 'nobody listens there';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'its certificate is for another name';
  if (code === 'CERT_HAS_EXPIRED') return 'its certificate has expired';
  if (/SELF_SIGNED|UNABLE_TO/.test(code)) return `its certificate is not trusted here (${code}), see NODE_EXTRA_CA_CERTS`;
  return code;
};

/** Where all addresses of a name fail, Node gathers the errors; the last one stands for them. */
const codeOf = (error: unknown): string | undefined => {
  const one = error instanceof AggregateError ? (error.errors as readonly unknown[]).at(-1) : error;
  return one instanceof Error && 'code' in one && typeof one.code === 'string' ? one.code : undefined;
};

const unreachable = (url: URL, reason: string): ParleyError =>
  new ParleyError('pull-unreachable', { url: shownUrl(url), reason });

const malformed = (url: URL, reason: string): ParleyError => new ParleyError('pull-malformed', { url: shownUrl(url), reason });
