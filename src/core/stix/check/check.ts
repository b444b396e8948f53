import type { JsonRecord } from '../json/json-value.js';
import type { Report } from './finding.js';

/** The object that is judged, and who takes down what is found in it. */
export interface Scene {
  readonly object: JsonRecord;
  readonly error: Report;
  readonly warn: Report;
}

/** Judges a value of an object at its JSON pointer. */
export type Check = (value: unknown, pointer: string, scene: Scene) => void;
