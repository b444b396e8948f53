import { below, isList, isRecord } from '../json/json-value.js';
import { isDictionaryKey } from '../model/names.js';

/** A step from a value to one inside it: a name into an object, a number, counted from zero, into a list. */
export type SelectorStep = string | number;

/** A way from an object to a value inside it; without steps: the object itself, which no written selector can say. */
export type Selector = readonly SelectorStep[];

/** What a selector selects, and the JSON pointer (RFC 6901) to it. */
export interface Selected {
  readonly value: unknown;
  readonly pointer: string;
}

/** No list has more items than fifteen digits count, and they are exact. */
const INDEX = /^(?:0|[1-9][0-9]{0,14})$/;

/**
 * The steps of a selector (STIX 7.2.3): components "separated by the . character", each "a property name or dictionary key" or
 * "a zero-based list index, specified as a non-negative integer in square brackets". Undefined if the text is none.
 */
export const parseSelector = (text: string): Selector | undefined => {
  const steps: SelectorStep[] = [];
  for (const component of text.split('.')) {
    const digits = component.startsWith('[') && component.endsWith(']') ? component.slice(1, -1) : undefined;
    if (digits === undefined ? !isDictionaryKey(component) : !INDEX.test(digits)) return undefined;
    steps.push(digits === undefined ? component : Number(digits));
  }
  return steps;
};

/** A selector as it is written. Undefined where none can say it: for the object itself, and for keys that STIX does not allow. */
export const formatSelector = (selector: Selector): string | undefined => {
  const isSayable = selector.every((step) => (typeof step === 'number' ? INDEX.test(String(step)) : isDictionaryKey(step)));
  if (selector.length === 0 || !isSayable) return undefined;
  return selector.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join('.');
};

/**
 * What a selector selects in a value: "for each component in the selector, properties and list items are traversed". Undefined
 * where it leads nowhere: a number selects in a list only, a name in an object only, and only what is the object's own.
 */
export const resolveSelector = (object: unknown, selector: Selector): Selected | undefined => {
  let value = object;
  for (const step of selector) {
    value = childOf(value, step);
    if (value === undefined) return undefined;
  }
  return { value, pointer: pointerOf(selector) };
};

/** The value one step inside another; undefined if it is not there. */
export const childOf = (value: unknown, step: SelectorStep): unknown => {
  if (typeof step === 'number') return isList(value) ? value[step] : undefined;
  return isRecord(value) && Object.hasOwn(value, step) && step !== '__proto__' ? value[step] : undefined;
};

/** The JSON pointer that says the same as a selector. */
export const pointerOf = (selector: Selector): string => selector.reduce(below, '');

/**
 * The selector that says the same as a JSON pointer into an object; undefined if the pointer leads nowhere there. It takes the
 * object to tell an index from a key of digits.
 */
export const selectorAt = (object: unknown, pointer: string): Selector | undefined => {
  if (pointer === '') return [];
  const [before, ...tokens] = pointer.split('/');
  if (before !== '') return undefined;
  const selector: SelectorStep[] = [];
  let value = object;
  for (const token of tokens) {
    const step = isList(value) ? indexOf(token) : keyOf(token);
    value = step === undefined ? undefined : childOf(value, step);
    if (step === undefined || value === undefined) return undefined;
    selector.push(step);
  }
  return selector;
};

const indexOf = (token: string): number | undefined => (INDEX.test(token) ? Number(token) : undefined);

const BAD_ESCAPE = /~(?![01])/;

const keyOf = (token: string): string | undefined =>
  BAD_ESCAPE.test(token) ? undefined : token.replaceAll('~1', '/').replaceAll('~0', '~');
