import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LIMITS } from '../../core/limits.js';
import type { Caller } from '../../core/registry/participant.js';
import type { DisclosedPage } from '../../exchange/disclosure/disclose.js';
import { type PageOrigin, stillStands } from '../../exchange/disclosure/recall.js';
import type { House } from '../../exchange/house.js';
import { settled } from '../../exchange/submission/intake.js';
import { callerOf } from '../authenticate.js';
import { acceptsGzip } from './accepts-gzip.js';
import { TAXII_TYPE } from './media-type.js';
import type { PageText } from './send.js';

const packed = promisify(gzip);

/** Objects joined as they leave: the same for all who are served these versions. */
interface SharedText {
  readonly key: string;
  readonly bytes: Buffer;
  holders: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What this very request was answered with before, and still would be. */
    recalled: SentPage | null;
  }
}

interface SentPage {
  readonly origin: PageOrigin;
  /** Its `next` was made with it. */
  readonly cursorKey: Uint8Array | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly head: Buffer;
  readonly text: SharedText;
  readonly tail: Buffer;
  /** The whole, as gzip, once somebody has asked for it. */
  gzip: Buffer | undefined;
}

/** Longer URLs name their objects one by one: nobody asks twice. */
const URL_LENGTH_MAX = 1_024;

/**
 * Pages that have left this process, to be sent again without being made again: as long as `stillStands` says so, which is asked
 * for each request. Memory is bounded; the page that was used least lately goes first.
 */
export class PagesSent {
  /** By participant, method and URL. */
  readonly #pages = new Map<string, SentPage>();
  readonly #texts = new Map<string, SharedText>();
  #bytes = 0;

  constructor(
    private readonly house: House,
    private readonly bytes_max: number = LIMITS.page_memory_bytes,
  ) {}

  /** Whether the page that this request was answered with before still stands: then the caller's credentials do as well. */
  readonly confirm = async (request: FastifyRequest, caller: Caller): Promise<boolean> => {
    const key = keyOf(request, caller);
    const page = this.#pages.get(key);
    if (page === undefined || page.cursorKey !== this.#cursorKey) return false;
    await settled(this.house, caller);
    if (!(await stillStands(this.house, caller, page.origin))) return false;
    if (this.#pages.delete(key)) this.#pages.set(key, page);
    request.recalled = page;
    return true;
  };

  /** Sends a page, and keeps it where it can be sent again. */
  async answer(request: FastifyRequest, reply: FastifyReply, page: DisclosedPage, text: PageText): Promise<FastifyReply> {
    const { origin } = page;
    const made = {
      cursorKey: this.#cursorKey,
      headers: text.headers,
      head: Buffer.from(text.head),
      text: this.#shared(page, text.list),
      tail: Buffer.from(text.tail),
      gzip: undefined,
    };
    const key = keyOf(request, callerOf(request));
    if (origin !== undefined && (request.raw.url ?? '').length <= URL_LENGTH_MAX) this.#keep(key, { origin, ...made });
    return sendWhole(reply, made);
  }

  /** Hook: sends what was recalled, packed where the client takes that. */
  readonly answerRecalled = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const page = request.recalled;
    if (page === null) return undefined;
    if (!acceptsGzip(request.headers['accept-encoding'])) return sendWhole(reply, page);
    const bytes = page.gzip ?? (await this.#pack(keyOf(request, callerOf(request)), page));
    return reply.type(TAXII_TYPE).headers(page.headers).headers(VARY).header('content-encoding', 'gzip').send(bytes);
  };

  async #pack(key: string, page: SentPage): Promise<Buffer> {
    const bytes = await packed(wholeOf(page));
    if (page.gzip !== undefined) return page.gzip;
    page.gzip = bytes;
    // Meanwhile it may have been pushed out: then it counts for nothing any more.
    if (this.#pages.get(key) === page) this.#grow(bytes.length);
    return bytes;
  }

  get #cursorKey(): Uint8Array | undefined {
    return this.house.keyring.keys.cursor[0];
  }

  #shared({ items }: DisclosedPage, list: string): SharedText {
    const key = list === '' || items[0]?.text === '' ? '' : items.map(({ version }) => version).join();
    return this.#texts.get(key) ?? { key, bytes: Buffer.from(list), holders: 0 };
  }

  #keep(key: string, page: SentPage): void {
    this.#drop(key);
    this.#pages.set(key, page);
    const { text } = page;
    if (text.holders === 0) this.#bytes += text.bytes.length;
    text.holders++;
    if (text.key !== '') this.#texts.set(text.key, text);
    this.#grow(ownBytes(page));
  }

  #grow(bytes: number): void {
    this.#bytes += bytes;
    for (const oldest of this.#pages.keys()) {
      if (this.#bytes <= this.bytes_max) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const page = this.#pages.get(key);
    if (page === undefined) return;
    this.#pages.delete(key);
    this.#bytes -= ownBytes(page);
    const { text } = page;
    text.holders--;
    if (text.holders > 0) return;
    this.#bytes -= text.bytes.length;
    if (this.#texts.get(text.key) === text) this.#texts.delete(text.key);
  }
}

/** What a page costs beside its texts: its place and its positions too. */
const ownBytes = ({ head, gzip, origin }: SentPage): number =>
  1_024 + head.length + (gzip?.length ?? 0) + 16 * origin.parts.reduce((sum, { positions }) => sum + positions.length, 0);

const keyOf = ({ method, raw }: FastifyRequest, { num }: Caller): string => `${num} ${method} ${raw.url}`;

/** Caches keep nothing of ours; what stands between may still choose by this. */
const VARY = { vary: 'accept-encoding' };

type Whole = Pick<SentPage, 'headers' | 'head' | 'text' | 'tail'>;

const wholeOf = ({ head, text, tail }: Whole): Buffer => Buffer.concat([head, text.bytes, tail]);

const sendWhole = (reply: FastifyReply, page: Whole): FastifyReply =>
  reply.type(TAXII_TYPE).headers(page.headers).headers(VARY).send(wholeOf(page));
