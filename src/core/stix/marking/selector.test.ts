import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatSelector,
  parseSelector,
  pointerOf,
  resolveSelector,
  type Selected,
  type Selector,
  type SelectorStep,
  selectorAt,
} from './selector.js';

const { object, cases } = JSON.parse(
  readFileSync(new URL('../../../../vectors/stix/selectors.json', import.meta.url), 'utf8'),
) as {
  readonly object: unknown;
  readonly cases: readonly {
    readonly comment: string;
    readonly text: string;
    readonly steps: Selector | null;
    readonly selected: Selected | null;
  }[];
};

/** Every way into a value, and what lies there. */
const waysInto = (value: unknown): readonly { readonly path: Selector; readonly value: unknown }[] => {
  const ways: { path: readonly SelectorStep[]; value: unknown }[] = [{ path: [], value }];
  for (const { path, value: here } of ways) {
    if (Array.isArray(here)) for (const [index, item] of here.entries()) ways.push({ path: [...path, index], value: item });
    else if (typeof here === 'object' && here !== null)
      for (const [key, item] of Object.entries(here)) ways.push({ path: [...path, key], value: item });
  }
  return ways;
};

const lawfulKey = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_-]{1,9}$/),
  fc.constantFrom('0', '1', 'constructor', 'toString', 'length', 'SHA-256'),
);
const anyKey = fc.oneof(lawfulKey, fc.string({ unit: 'grapheme' }), fc.constantFrom('a.b', '[0]', '~1', '/', ''));

const treeOf = (key: fc.Arbitrary<string>): fc.Arbitrary<unknown> =>
  fc.letrec((tie) => ({
    object: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    value: fc.oneof(
      { depthSize: 'small' },
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie('value'), { maxLength: 4 }),
      tie('object'),
    ),
  })).object;

describe('a selector', () => {
  it.each(cases)('is read, resolved and written: $comment', ({ text, steps, selected }) => {
    const selector = parseSelector(text);
    expect(selector ?? null).toEqual(steps);
    if (selector === undefined) return;
    expect(resolveSelector(object, selector) ?? null).toEqual(selected);
    expect(formatSelector(selector)).toBe(text);
    if (selected !== null) expect(selectorAt(object, selected.pointer)).toEqual(selector);
  });

  it('is made of any way into an object, and leads back to what lies there', () => {
    fc.assert(
      fc.property(treeOf(lawfulKey), (tree) => {
        for (const { path, value } of waysInto(tree).slice(1)) {
          const text = formatSelector(path);
          const selector = text === undefined ? undefined : parseSelector(text);
          expect(selector).toEqual(path);
          const selected = selector && resolveSelector(tree, selector);
          expect(selected?.value).toBe(value);
          expect(selectorAt(tree, selected?.pointer ?? '?')).toEqual(path);
        }
      }),
    );
  });

  it('and a JSON pointer say the same of any object, whatever its keys', () => {
    fc.assert(
      fc.property(treeOf(anyKey), (tree) => {
        for (const { path, value } of waysInto(tree)) {
          expect(selectorAt(tree, pointerOf(path))).toEqual(path.includes('__proto__') ? undefined : path);
          if (!path.includes('__proto__')) expect(resolveSelector(tree, path)).toEqual({ value, pointer: pointerOf(path) });
          const text = formatSelector(path);
          if (text !== undefined) expect(parseSelector(text)).toEqual(path);
        }
      }),
    );
  });

  it('is read from no text that it would not be written as', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('.', '[', ']', '0', '1', 'a', '-', '_', ' ', 'é') }), (text) => {
        const selector = parseSelector(text);
        if (selector !== undefined) expect(formatSelector(selector)).toBe(text);
      }),
    );
  });

  it('has no written form for the object itself, nor for keys that no STIX object has', () => {
    for (const path of [[], [''], ['a.b'], ['a b'], ['[0]'], ['ä'], [-1], [1.5], [Number.NaN], ['a'.repeat(251)]]) {
      expect(formatSelector(path)).toBeUndefined();
    }
  });

  it('never reaches the prototype, even where it is a key of the text', () => {
    const hostile = JSON.parse('{"__proto__":{"a":1},"b":{"constructor":2}}') as unknown;
    expect(resolveSelector(hostile, ['__proto__'])).toBeUndefined();
    expect(resolveSelector(hostile, ['__proto__', 'a'])).toBeUndefined();
    expect(selectorAt(hostile, '/__proto__/a')).toBeUndefined();
    expect(resolveSelector(hostile, ['b', 'constructor'])).toEqual({ value: 2, pointer: '/b/constructor' });
    expect(resolveSelector({}, ['hasOwnProperty'])).toBeUndefined();
  });

  it.each(['a', '/', '/labels/00', '/labels/-', '/labels/2', '/labels/-1', '/name/0', '/~2', '/~', '//', '/labels/length'])(
    'is given for no pointer that leads nowhere: %s',
    (pointer) => {
      expect(selectorAt(object, pointer)).toBeUndefined();
    },
  );

  it('of ten million characters, or of a hundred thousand steps, is survived', () => {
    expect(parseSelector('a'.repeat(10_000_000))).toBeUndefined();
    expect(parseSelector('['.repeat(10_000_000))).toBeUndefined();
    expect(parseSelector('.'.repeat(10_000_000))).toBeUndefined();
    let deep: unknown = 'end';
    for (let depth = 0; depth < 100_000; depth++) deep = depth % 2 === 0 ? [deep] : { a: deep };
    const text = Array.from({ length: 100_000 }, (_, at) => (at % 2 === 0 ? 'a' : '[0]')).join('.');
    const selected = resolveSelector(deep, parseSelector(text) ?? []);
    expect(selected?.value).toBe('end');
    expect(selectorAt(deep, selected?.pointer ?? '')).toHaveLength(100_000);
  });
});
