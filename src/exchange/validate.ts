import { formatError } from '../core/errors.js';
import { LIMITS } from '../core/limits.js';
import type { Finding } from '../core/stix/check/finding.js';
import { wellKnownMarking } from '../core/stix/marking/markings.js';
import type { RuleId } from '../core/stix/model/rules.js';
import { referencesOf } from '../core/stix/references.js';
import type { StixObject } from '../core/stix/stix-object.js';
import { type Judged, type RejectedItem, readArrivals } from './read-arrivals.js';

/** An item that would be refused, with all that is wrong with it; nothing, where it could not be read. */
export interface RefusedItem extends RejectedItem {
  readonly errors: readonly Finding[];
}

/** What is allowed and yet worth a look. `pointer`: the value in its object; null: what lies behind the object. */
export interface Advice extends RejectedItem {
  readonly pointer: string | null;
}

export interface ValidationReport {
  readonly read: number;
  readonly accepted: number;
  /** In the order of the input; at most LIMITS.rejected_reported_max of `rejected_total`, as `warnings` of `warnings_total`. */
  readonly rejected: readonly RefusedItem[];
  readonly rejected_total: number;
  /** Findings that refuse nothing, and references to ids that the input does not hold, once for each id. */
  readonly warnings: readonly Advice[];
  readonly warnings_total: number;
  /** How often each rule was broken, errors and warnings together. */
  readonly rules: Readonly<Partial<Record<RuleId, number>>>;
}

/** Checks a stream as `publish` would, storing nothing. Memory grows with the ids of the input and not with its bytes. */
export const validate = async (
  source: AsyncIterable<Uint8Array>,
  onProgress?: (progress: { readonly bytes: number; readonly read: number }) => void,
): Promise<ValidationReport> => {
  const report = { read: 0, accepted: 0, rejected: [] as RefusedItem[], rejected_total: 0 };
  const advice = new AdviceTaken();
  const references = new References();
  const errorsOf = new Map<number, readonly Finding[]>();
  const onFindings = (judged: Judged): void => {
    if (judged.errors.length > 0) errorsOf.set(judged.index, judged.errors);
    advice.take(judged);
  };
  for await (const { read, arrived, rejected } of readArrivals(source, { onProgress, onFindings })) {
    report.read += read;
    report.accepted += arrived.length;
    report.rejected_total += rejected.length;
    for (const item of rejected.slice(0, LIMITS.rejected_reported_max - report.rejected.length)) {
      report.rejected.push({ ...item, errors: errorsOf.get(item.index) ?? [] });
    }
    errorsOf.clear();
    for (const { object, index } of arrived) references.meet(object, index);
  }
  const dangling = references.dangling();
  return {
    ...report,
    warnings: [...advice.listed, ...dangling].slice(0, LIMITS.rejected_reported_max),
    warnings_total: advice.total + dangling.length,
    rules: advice.rules,
  };
};

/** Warnings as they come, as many as are reported, and how often each rule was broken. */
class AdviceTaken {
  readonly listed: Advice[] = [];
  readonly rules: Partial<Record<RuleId, number>> = {};
  total = 0;

  take({ index, id, errors, warnings }: Judged): void {
    for (const { rule } of [...errors, ...warnings]) this.rules[rule] = (this.rules[rule] ?? 0) + 1;
    this.total += warnings.length;
    for (const { rule, pointer, message } of warnings.slice(0, LIMITS.rejected_reported_max - this.listed.length)) {
      this.listed.push({ index, id, code: 'object-advised', rule, pointer, message });
    }
  }
}

/** Which ids an input holds, and which it only refers to. */
class References {
  readonly #held = new Set<string>();
  readonly #missing = new Map<string, { readonly index: number; readonly id: string }>();

  meet(object: StixObject, index: number): void {
    this.#held.add(object.id);
    this.#missing.delete(object.id);
    for (const target of referencesOf(object)) {
      if (!this.#held.has(target) && !this.#missing.has(target) && !wellKnownMarking(target))
        this.#missing.set(target, { index, id: object.id });
    }
  }

  dangling(): readonly Advice[] {
    return [...this.#missing].map(([target, { index, id }]) => ({
      index,
      id,
      code: 'reference-dangling',
      rule: null,
      pointer: null,
      message: formatError('reference-dangling', { target }),
    }));
  }
}
