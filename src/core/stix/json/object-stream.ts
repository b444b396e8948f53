import { type ErrorCode, type ErrorDetails, formatError } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { BalancedScan } from './balanced-scan.js';
import { envelopeProblem, looksLikeBundle } from './bundle-envelope.js';
import { ByteGatherer } from './byte-gatherer.js';
import { COMMA, isSpace, LF, LIST_CLOSE, LIST_OPEN, OBJECT_CLOSE, OBJECT_OPEN, shownByte } from './json-bytes.js';
import { JunkScan, wordForJunk } from './junk-scan.js';
import { ListPlace } from './list-place.js';
import { RootScan } from './root-scan.js';

/**
 * One object of the input, its exact bytes (a view of the chunk where possible, so a chunk must not be written to again), or
 * a problem. `index` counts the items of the whole input from 0. A problem of scope `item` is that item's; of scope `input`, it
 * is of what lies around the items, and `index` says how many came before.
 */
export type StreamItem =
  | { readonly kind: 'object'; readonly index: number; readonly bytes: Uint8Array }
  | {
      readonly kind: 'problem';
      readonly scope: 'item' | 'input';
      readonly index: number;
      readonly code: ErrorCode;
      readonly details: ErrorDetails;
      readonly message: string;
    };

/** `start` before a byte order mark; `value`, `garbage` between roots; `list`, `item`, `junk` in a list; `root` in a root. */
type Place = 'start' | 'value' | 'garbage' | 'root' | 'list' | 'item' | 'junk';

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/**
 * Splits a stream of bytes into STIX objects. It knows by itself a bundle, a list of objects, lines of objects, objects one
 * after the other and a single object; lines and items of a list may each be a bundle. Memory stays flat: only the object
 * that is being read is held, and none longer than `LIMITS.object_bytes_max`.
 *
 * It finds where objects begin and end and leaves what is inside them to `readItem`. A defect costs as little as it can:
 * inside an object, that object; between objects, one problem per list (per input between roots), and reading goes on.
 */
export class ObjectStream {
  readonly #rootScan = new RootScan();
  readonly #itemScan = new BalancedScan();
  readonly #junkScan = new JunkScan();
  readonly #rootBytes = new ByteGatherer(LIMITS.object_bytes_max);
  readonly #itemBytes = new ByteGatherer(LIMITS.object_bytes_max);
  #place: Place = 'start';
  /** The list at the top level, and the list of objects of the bundle that is being read. */
  #topList: ListPlace | undefined;
  #bundleList: ListPlace | undefined;
  #isBundle = false;
  /** A fault in its list was reported: one problem a bundle is enough. */
  #bundleFaulty = false;
  /** Where the bytes of the root and of the item begin in this chunk. */
  #rootFrom = 0;
  #itemFrom = 0;
  #index = 0;
  /** Bytes of the chunks before. */
  #base = 0;
  #markBytes = 0;
  #afterLineFeed = false;
  #garbageReported = false;
  #found: StreamItem[] = [];

  push(chunk: Uint8Array): readonly StreamItem[] {
    this.#rootFrom = 0;
    this.#itemFrom = 0;
    for (let at = 0; at < chunk.length; ) at = this.#step(chunk, at);
    if (this.#place === 'root') this.#rootBytes.keep(chunk, this.#rootFrom, chunk.length);
    if (this.#place === 'item') this.#itemBytes.keep(chunk, this.#itemFrom, chunk.length);
    this.#base += chunk.length;
    return this.#taken();
  }

  /** The input is over: says where it ended if that was too early. */
  end(): readonly StreamItem[] {
    const place = this.#place;
    const isItem = place === 'item' || (place === 'root' && !this.#isBundle);
    if (isItem) this.#problem('item', 'json-truncated', { where: `object ${this.#index}` });
    else if (place === 'root')
      this.#problem('input', 'json-truncated', { where: `the bundle, behind its objects (${this.#index} so far)` });
    else if (place === 'list' || place === 'junk') {
      this.#problem('input', 'json-truncated', { where: `the list of objects (${this.#index} so far)` });
    } else if (place === 'start' && this.#markBytes > 0) this.#garbage(BYTE_ORDER_MARK[0], 0);
    this.#place = 'value';
    return this.#taken();
  }

  #taken(): readonly StreamItem[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #step(chunk: Uint8Array, at: number): number {
    switch (this.#place) {
      case 'start':
        return this.#start(chunk, at);
      case 'value':
        return this.#value(chunk, at);
      case 'garbage':
        return this.#passGarbage(chunk, at);
      case 'root':
        return this.#root(chunk, at);
      case 'list':
        return this.#list(chunk, at);
      case 'item':
        return this.#item(chunk, at);
      case 'junk':
        return this.#junk(chunk, at);
    }
  }

  /** RFC 8259 8.1 lets a parser ignore a byte order mark; files from Windows tools have one. */
  #start(chunk: Uint8Array, at: number): number {
    if (chunk[at] === BYTE_ORDER_MARK[this.#markBytes]) {
      this.#markBytes++;
      if (this.#markBytes === BYTE_ORDER_MARK.length) this.#place = 'value';
      return at + 1;
    }
    this.#place = 'value';
    if (this.#markBytes > 0) this.#garbage(BYTE_ORDER_MARK[0], 0);
    return at;
  }

  #value(chunk: Uint8Array, from: number): number {
    let at = from;
    while (at < chunk.length && isSpace(chunk[at] as number)) at++;
    const byte = chunk[at];
    if (byte === undefined) return at;
    if (byte === OBJECT_OPEN) return this.#beginRoot(at);
    if (byte === LIST_OPEN) {
      this.#topList = new ListPlace();
      this.#place = 'list';
      return at + 1;
    }
    this.#garbage(byte, this.#base + at);
    if (byte !== COMMA && byte !== LIST_CLOSE && byte !== OBJECT_CLOSE) {
      this.#place = 'garbage';
      this.#afterLineFeed = false;
    }
    return at + 1;
  }

  /** After garbage only an object that begins a line is trusted to be one. */
  #passGarbage(chunk: Uint8Array, from: number): number {
    let at = from;
    while (at < chunk.length) {
      if (this.#afterLineFeed && chunk[at] === OBJECT_OPEN) {
        this.#place = 'value';
        return at;
      }
      const lineFeed = chunk.indexOf(LF, at);
      this.#afterLineFeed = lineFeed >= 0;
      at = lineFeed < 0 ? chunk.length : lineFeed + 1;
    }
    return at;
  }

  #garbage(byte: number, offset: number): void {
    if (this.#garbageReported) return;
    this.#garbageReported = true;
    const reason = `at byte ${offset} there is ${shownByte(byte)}: a STIX bundle, a list of objects or lines of objects is expected`;
    this.#problem('input', 'json-malformed', { reason });
  }

  #beginRoot(at: number): number {
    this.#rootScan.begin(this.#topList === undefined);
    this.#rootBytes.begin();
    this.#rootFrom = at;
    this.#isBundle = false;
    this.#bundleFaulty = false;
    this.#place = 'root';
    return at + 1;
  }

  #root(chunk: Uint8Array, from: number): number {
    const at = this.#rootScan.scan(chunk, from);
    switch (this.#rootScan.end) {
      case 'open':
        return at;
      case 'list':
        if (this.#isBundle || looksLikeBundle(this.#rootScan.type, this.#rootScan.id)) this.#beginBundleList(chunk, at);
        else this.#rootScan.enterList();
        return at;
      default:
        this.#endRoot(chunk, at);
        return at;
    }
  }

  #beginBundleList(chunk: Uint8Array, at: number): void {
    this.#isBundle = true;
    this.#rootBytes.keep(chunk, this.#rootFrom, at);
    this.#bundleList = new ListPlace();
    this.#place = 'list';
  }

  #endRoot(chunk: Uint8Array, at: number): void {
    const bytes = this.#rootBytes.finish(chunk, this.#rootFrom, at);
    if (this.#isBundle || this.#rootScan.type === 'bundle') {
      const problem = this.#bundleFaulty ? undefined : envelopeProblem(bytes);
      if (problem) this.#problem('input', problem.code, problem.details);
    } else this.#object(bytes);
    this.#topList?.passed();
    this.#place = this.#topList ? 'list' : 'value';
    const tornInText = this.#rootScan.end === 'torn' && chunk[at] === LF;
    if (tornInText) {
      this.#place = 'garbage';
      this.#afterLineFeed = false;
    }
  }

  #list(chunk: Uint8Array, from: number): number {
    const list = this.#bundleList ?? this.#topList;
    let at = from;
    while (at < chunk.length && isSpace(chunk[at] as number)) at++;
    const byte = chunk[at];
    if (byte === undefined || !list) return at;
    const fault = list.faultAt(byte);
    if (fault !== undefined)
      this.#listFault(list, `at byte ${this.#base + at} there is ${shownByte(byte)} where ${fault} is expected`);
    if (byte === COMMA) {
      list.separated();
      return at + 1;
    }
    if (byte === LIST_CLOSE) return this.#endList(at + 1, at);
    if (byte === OBJECT_CLOSE) return this.#bundleList ? this.#endList(at, at) : at + 1;
    if (byte !== OBJECT_OPEN) return this.#beginJunk(list, byte, at);
    if (!this.#bundleList) return this.#beginRoot(at);
    this.#itemScan.begin(OBJECT_OPEN, false);
    this.#itemBytes.begin();
    this.#itemFrom = at;
    this.#place = 'item';
    return at + 1;
  }

  #listFault(list: ListPlace, reason: string): void {
    if (list.reported) return;
    list.reported = true;
    this.#problem('input', 'json-malformed', { reason });
  }

  /** `at`: where reading goes on; `rootFrom`: where the bytes of the bundle behind its list begin. */
  #endList(at: number, rootFrom: number): number {
    if (this.#bundleList) {
      this.#bundleFaulty ||= this.#bundleList.reported;
      this.#bundleList = undefined;
      this.#rootFrom = rootFrom;
      this.#place = 'root';
    } else {
      this.#topList = undefined;
      this.#place = 'value';
    }
    return at;
  }

  #item(chunk: Uint8Array, from: number): number {
    const at = this.#itemScan.scan(chunk, from);
    if (this.#itemScan.end === 'open') return at;
    this.#object(this.#itemBytes.finish(chunk, this.#itemFrom, at));
    this.#bundleList?.passed();
    this.#place = 'list';
    return at;
  }

  #object(bytes: Uint8Array | undefined): void {
    if (bytes) this.#found.push({ kind: 'object', index: this.#index++, bytes });
    else this.#problem('item', 'object-too-large', { bytes_max: LIMITS.object_bytes_max });
  }

  #beginJunk(list: ListPlace, byte: number, at: number): number {
    if (list.expectsItem) this.#junkProblem(byte, this.#base + at);
    this.#junkScan.begin();
    this.#place = 'junk';
    return at;
  }

  #junkProblem(byte: number, offset: number): void {
    const word = wordForJunk(byte);
    const reason =
      word === undefined
        ? `at byte ${offset} there is ${shownByte(byte)} where an object is expected`
        : `an item of the list is ${word}: only STIX objects can stand there`;
    this.#problem('item', word === undefined ? 'json-malformed' : 'object-invalid', { reason });
  }

  #junk(chunk: Uint8Array, from: number): number {
    const at = this.#junkScan.scan(chunk, from);
    if (!this.#junkScan.isOver) return at;
    (this.#bundleList ?? this.#topList)?.passed();
    this.#place = 'list';
    return at;
  }

  #problem(scope: 'item' | 'input', code: ErrorCode, details: ErrorDetails): void {
    const index = scope === 'item' ? this.#index++ : this.#index;
    this.#found.push({ kind: 'problem', scope, index, code, details, message: formatError(code, details) });
  }
}
