import { LIMITS } from '../../limits.js';
import { below, isList, isRecord, type JsonRecord, quote } from '../json/json-value.js';
import { hasLoneSurrogate } from '../json/lone-surrogate.js';
import { NAME_LENGTH_MAX } from '../model/names.js';
import type { Scene } from './check.js';
import type { Report } from './finding.js';

/**
 * Reports what no value may be, whatever its meaning: null, empty, nested too deep, ill-formed text. Whether the object can be
 * judged further. Inside custom `x_` properties, whose makers were promised nothing by STIX 2.0 and whose rules nobody knows,
 * emptiness is not looked for: real feeds have empty lists there.
 */
export const checkShape = (object: JsonRecord, { error }: Scene): boolean => {
  const walk = new Walk(error);
  for (const name in object) {
    if (Object.hasOwn(object, name)) walk.member(object, name, '', 0, name.startsWith('x_') ? 1 : Number.POSITIVE_INFINITY);
  }
  return walk.isSound;
};

class Walk {
  isSound = true;

  constructor(private readonly error: Report) {}

  /** A property of a record at a pointer. `filled`: how many levels down emptiness is looked for. */
  member(record: JsonRecord, name: string, pointer: string, depth: number, filled: number): void {
    this.#text(name, pointer);
    const value = record[name];
    // A name that long is told of where names are judged; below it every pointer would carry it along.
    if (name.length > NAME_LENGTH_MAX) return;
    if (name === '__proto__') {
      this.#unsound(below(pointer, name), 'the key `__proto__` is refused: it can change how a program reads the object');
    } else if (typeof value === 'string') {
      // Its pointer is made only where it is needed: most members of an object are text.
      if (hasLoneSurrogate(value)) this.#text(value, below(pointer, name));
    } else if (typeof value === 'object') this.#value(value, below(pointer, name), depth + 1, filled);
  }

  #value(value: unknown, pointer: string, depth: number, filled: number): void {
    if (typeof value === 'string') this.#text(value, pointer);
    else if (value === null) this.error('S057', pointer, 'null is not a value: leave the property out');
    else if (typeof value !== 'object') return;
    else if (depth >= LIMITS.object_depth_max) {
      this.#unsound(pointer, `it nests deeper than ${LIMITS.object_depth_max} levels: flatten it`);
    } else if (isList(value)) this.#list(value, pointer, depth, filled);
    else if (isRecord(value)) this.#record(value, pointer, depth, filled);
  }

  #list(list: readonly unknown[], pointer: string, depth: number, filled: number): void {
    if (list.length === 0 && filled > 0) this.error('S021', pointer, 'the list is empty: leave the property out');
    for (let index = 0; index < list.length; index++) this.#value(list[index], `${pointer}/${index}`, depth + 1, filled - 1);
  }

  #record(record: JsonRecord, pointer: string, depth: number, filled: number): void {
    const names = Object.keys(record);
    if (names.length === 0 && filled > 0) this.error('S004', pointer, 'the dictionary is empty: leave the property out');
    for (const name of names) this.member(record, name, pointer, depth, filled - 1);
  }

  #text(text: string, pointer: string): void {
    if (!hasLoneSurrogate(text)) return;
    this.#unsound(pointer, `${quote(text)} has half a character: write a surrogate only as one of a pair`);
  }

  #unsound(pointer: string, message: string): void {
    this.isSound = false;
    this.error('P002', pointer, message);
  }
}
