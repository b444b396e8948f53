import { ParleyError } from '../../core/errors.js';
import { isRecord } from '../../core/stix/json/json-value.js';
import { type Arrived, type Judged, type RejectedItem, readArrivals } from '../read-arrivals.js';
import { type ItemOutcome, type Outcome, successOf, versionText } from './outcome.js';

/** The objects of a submission, judged by themselves. */
export interface JudgedBody {
  /** In the chunks in which they are to be stored. */
  readonly chunks: readonly (readonly Arrived[])[];
  readonly outcome: Outcome;
}

/** Bytes that are judged before others get their turn. */
const SLICE_BYTES = 256 * 1024;

const slices = async function* (body: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < body.length; from += SLICE_BYTES) {
    yield body.subarray(from, from + SLICE_BYTES);
    await new Promise<void>((turn) => setImmediate(turn));
  }
};

/** Reads and checks all objects of a body, without a look at the store. */
export const judgeBody = async (body: Uint8Array): Promise<JudgedBody> => {
  const versions = new Map<number, string | null>();
  const onFindings = ({ index, instant }: Judged): void => void versions.set(index, instant);
  const chunks: (readonly Arrived[])[] = [];
  const failures: ItemOutcome[] = [];
  for await (const { arrived, rejected } of readArrivals(slices(body), { objectsAlone: true, onFindings })) {
    if (arrived.length > 0) chunks.push(arrived);
    failures.push(...rejected.map((item) => failureOf(item, versions.get(item.index) ?? null)));
    versions.clear();
  }
  const successes = chunks.flatMap((chunk) => chunk.map(({ object }) => successOf(object)));
  return { chunks, outcome: { successes, failures, waiting: 0 } };
};

/** TAXII 4.3.1 wants an id for each object: one that has none that can be read is told by its place. */
const failureOf = ({ id, index, message }: RejectedItem, instant: string | null): ItemOutcome => ({
  id: id ?? `unknown--00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  version: versionText(instant),
  message: id === null ? `object ${index}: ${message}` : message,
});

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text of a body and how many objects it holds. TAXII 5.5 wants an envelope; real clients send bundles too, which differ from
 * it in what stands beside the list. What is neither is refused as a whole. Errors: `json-malformed`, `envelope-malformed`.
 */
export const openEnvelope = (body: Uint8Array): { readonly text: string; readonly count: number } => {
  const { text, root } = parsed(body);
  if (!isRecord(root)) throw new ParleyError('envelope-malformed', { reason: 'the body is no object' });
  if (!Array.isArray(root.objects)) throw new ParleyError('envelope-malformed', { reason: 'it has no list of `objects`' });
  if (root.objects.length === 0) throw new ParleyError('envelope-malformed', { reason: 'its list is empty' });
  return { text, count: root.objects.length };
};

const parsed = (body: Uint8Array): { readonly text: string; readonly root: unknown } => {
  try {
    const text = decoder.decode(body);
    return { text, root: JSON.parse(text) as unknown };
  } catch (cause) {
    throw new ParleyError('json-malformed', { reason: 'the body is no JSON text in UTF-8' }, { cause });
  }
};
