import { LIMITS } from '../core/limits.js';
import type { Findings } from '../core/stix/check/validate-stix.js';
import { ObjectStream, type StreamItem } from '../core/stix/json/object-stream.js';
import { type ReadItem, readItem } from '../core/stix/read-item.js';
import type { StixObject } from '../core/stix/stix-object.js';

/** An object that passed all checks that need no store. */
export interface Arrived {
  readonly index: number;
  readonly object: StixObject;
  /** The exact JSON text received. */
  readonly text: string;
  /** Its length in UTF-8 bytes. */
  readonly bytes: number;
}

/** An item of the input that was refused: its place, its id if that could be read, and why. */
export interface RejectedItem {
  readonly index: number;
  readonly id: string | null;
  readonly code: string;
  /** Id of the broken STIX rule, as `S023`. */
  readonly rule: string | null;
  readonly message: string;
}

export interface ArrivalChunk {
  /** Items of the input in this chunk; a defect of what lies around them is rejected, yet is no item. */
  readonly read: number;
  readonly arrived: readonly Arrived[];
  readonly rejected: readonly RejectedItem[];
}

/** What was found in one item of the input, whether it may enter or not. */
export interface Judged extends Findings {
  readonly index: number;
  readonly id: string | null;
  /** Its version, where that could be read. */
  readonly instant: string | null;
}

interface Reading {
  /** What lies around the objects is not judged: an envelope has neither type nor id. */
  readonly objectsAlone?: boolean;
  readonly onProgress?: ((progress: { readonly bytes: number; readonly read: number }) => void) | undefined;
  readonly onFindings?: ((judged: Judged) => void) | undefined;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const decode = (bytes: Uint8Array): string => decoder.decode(bytes);

const instantOf = (outcome: ReadItem): string | null => (outcome.ok ? null : (outcome.instant ?? null));

/** Reads, decodes and checks a stream of STIX, in chunks small enough to be stored in one transaction. Memory stays flat. */
export async function* readArrivals(
  source: AsyncIterable<Uint8Array>,
  { objectsAlone = false, onProgress, onFindings }: Reading = {},
): AsyncGenerator<ArrivalChunk> {
  const stream = new ObjectStream();
  let arrived: Arrived[] = [];
  let rejected: RejectedItem[] = [];
  let held = 0;
  let read = 0;
  const progress = { bytes: 0, read: 0 };

  const take = (item: StreamItem) => {
    const outcome = readItem(item, decode);
    if (objectsAlone && !outcome.ok && outcome.scope === 'input') return;
    const id = outcome.ok ? outcome.object.id : (outcome.id ?? null);
    const { index, errors, warnings } = outcome.ok ? { ...outcome, errors: [] } : outcome;
    if (errors.length > 0 || warnings.length > 0) onFindings?.({ index, id, instant: instantOf(outcome), errors, warnings });
    if (outcome.ok || outcome.scope === 'item') {
      read++;
      progress.read++;
    }
    if (outcome.ok) {
      const bytes = Buffer.byteLength(outcome.text);
      held += bytes;
      arrived.push({ index, object: outcome.object, text: outcome.text, bytes });
    } else {
      rejected.push({
        index,
        id,
        code: outcome.code,
        rule: outcome.rule ?? null,
        message: outcome.message,
      });
    }
  };
  const full = () => arrived.length + rejected.length >= LIMITS.import_chunk_objects || held >= LIMITS.import_chunk_bytes;
  const flush = (): ArrivalChunk => {
    const chunk = { read, arrived, rejected };
    read = 0;
    arrived = [];
    rejected = [];
    held = 0;
    return chunk;
  };

  for await (const bytes of source) {
    progress.bytes += bytes.length;
    for (const item of stream.push(bytes)) {
      take(item);
      if (full()) yield flush();
    }
    onProgress?.(progress);
  }
  stream.end().forEach(take);
  onProgress?.(progress);
  if (arrived.length + rejected.length > 0) yield flush();
}
