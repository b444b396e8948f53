import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../limits.js';
import { firstFault } from './json-fault.js';
import { parseStrictBytes, parseStrictJson } from './strict-json.js';

interface Case {
  readonly comment: string;
  readonly text: string;
  readonly code?: string;
  readonly says?: string;
}

const cases = JSON.parse(
  readFileSync(new URL('../../../../vectors/stix/strict-json.json', import.meta.url), 'utf8'),
) as readonly Case[];

const problemOf = (text: string) => {
  const read = parseStrictJson(text);
  return 'problem' in read ? read.problem : undefined;
};

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const decode = (bytes: Uint8Array) => decoder.decode(bytes);

describe('strict JSON', () => {
  it.each(cases)('$comment', ({ text, code, says }) => {
    const problem = problemOf(text);
    if (code === undefined) {
      expect(problem).toBeUndefined();
      expect(parseStrictJson(text)).toEqual({ value: JSON.parse(text) });
    } else {
      expect(problem).toMatchObject({ code });
      expect(problem?.reason).toContain(says);
    }
    // Two ways to the same answer: the fast path may only ever be faster.
    expect(firstFault(text)).toEqual(problem);
  });

  it('gives the values of JSON.parse', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 0, max: 3 }), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const read = parseStrictJson(text);
        if ('problem' in read) expect(read.problem.code).toBe('json-hostile');
        else expect(read.value).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it('knows the grammar as JSON.parse does: what one calls malformed, so does the other', () => {
    const shards = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '\\',
      '1',
      '-',
      '0',
      '.5',
      'e3',
      'true',
      'null',
      ' ',
      '\n',
      '\\u00',
      '/',
    ];
    const texts = fc.oneof(
      fc.array(fc.constantFrom(...shards), { maxLength: 12 }).map((parts) => parts.join('')),
      fc.tuple(fc.jsonValue(), fc.nat(), fc.constantFrom(...shards)).map(([value, place, shard]) => {
        const text = JSON.stringify(value);
        const at = place % (text.length + 1);
        return text.slice(0, at) + shard + text.slice(at + 1);
      }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        const problem = problemOf(text);
        if (isJson) expect(problem?.code).not.toBe('json-malformed');
        else expect(problem).toBeDefined();
        expect(firstFault(text)).toEqual(problem);
      }),
      { numRuns: 3000 },
    );
  });

  it('finds a key repeated anywhere', () => {
    const keys = fc.constantFrom('a', 'b', 'c', 'd');
    const { objects } = fc.letrec<{ values: unknown; objects: { text: string; repeats: boolean } }>((tie) => ({
      values: tie('objects'),
      objects: fc.array(fc.tuple(keys, fc.option(tie('objects'), { depthSize: 'small' })), { maxLength: 3 }).map((members) => ({
        text: `{${members.map(([key, inner]) => `"${key}":${inner?.text ?? '1'}`).join(',')}}`,
        repeats: new Set(members.map(([key]) => key)).size < members.length || members.some(([, inner]) => inner?.repeats),
      })),
    }));
    fc.assert(
      fc.property(objects, ({ text, repeats }) => {
        expect(problemOf(text) !== undefined).toBe(repeats);
      }),
    );
  });
});

describe('hostile JSON is refused in linear time', () => {
  const { object_depth_max, object_nodes_max } = LIMITS;
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

  it('nested to the limit is read, one level more is refused', () => {
    expect(problemOf(nested(object_depth_max))).toBeUndefined();
    expect(problemOf(nested(object_depth_max + 1))).toMatchObject({
      code: 'json-hostile',
      reason: expect.stringContaining('deeper'),
    });
  });

  it('nested a hundred thousand levels', () => {
    expect(problemOf(nested(100_000))?.reason).toContain('deeper');
    expect(problemOf('{"a":'.repeat(100_000))?.reason).toContain('deeper');
  });

  it('a list of a hundred thousand items is read', () => {
    expect(problemOf(`{"a":[${'1,'.repeat(99_999)}1]}`)).toBeUndefined();
  });

  it('more nodes than the limit are refused', () => {
    expect(problemOf(`[${'1,'.repeat(object_nodes_max - 1)}1]`)).toBeUndefined();
    expect(problemOf(`[${'1,'.repeat(object_nodes_max)}1]`)).toMatchObject({
      code: 'json-hostile',
      reason: expect.stringContaining('more than'),
    });
  });

  it('megabytes of text, of backslashes, of quotes, of digits', () => {
    const size = 2_000_000;
    const started = Date.now();
    expect(problemOf(`{"a":"${'x'.repeat(10_000_000)}"}`)).toBeUndefined();
    expect(problemOf(`{"a":"${'\\\\'.repeat(size / 2)}"}`)).toBeUndefined();
    expect(problemOf(`{"a":"${'\\"'.repeat(size / 2)}"}`)).toBeUndefined();
    expect(problemOf(`{"a":"${'\\"'.repeat(size / 2)}`)).toMatchObject({ code: 'json-malformed' });
    expect(problemOf(`[${'1'.repeat(size)}]`)).toMatchObject({ code: 'json-hostile' });
    expect(problemOf(`[0.${'0'.repeat(size)}1]`)).toMatchObject({ code: 'json-hostile' });
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it('reasons hold neither control characters nor more than a line of the input', () => {
    const problem = problemOf(`{"\\u001b[31m${'k'.repeat(5000)}":1e999}`);
    expect(problem?.reason).not.toContain('\u001b');
    expect(problem?.reason.length).toBeLessThan(500);
  });
});

describe('bytes', () => {
  it.each([
    ['a byte that begins nothing', [0x22, 0xff, 0x22]],
    ['a sequence that is cut off', [0x22, 0xe2, 0x82, 0x22]],
    ['an overlong form', [0x22, 0xc0, 0xaf, 0x22]],
    ['an encoded surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
  ])('that are not UTF-8 are hostile: %s', (_, bytes) => {
    expect(parseStrictBytes(Uint8Array.from(bytes), decode)).toEqual({
      problem: { code: 'json-hostile', reason: 'not valid UTF-8' },
    });
  });

  it('that are JSON give their text and its value', () => {
    const text = '{"a": "é"}';
    expect(parseStrictBytes(new TextEncoder().encode(text), decode)).toEqual({ text, value: { a: 'é' } });
  });
});
