import type { JsonRecord } from '../json/json-value.js';

/** A value in its place: what a check needs to know and to name it. */
export interface Place {
  readonly value: unknown;
  readonly pointer: string;
  /** The object that holds it, for what must agree with the rest. */
  readonly object: JsonRecord;
  /** The rule of the property, if its table names one. */
  readonly rule: string | undefined;
}
