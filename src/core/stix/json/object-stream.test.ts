import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../limits.js';
import { ObjectStream, type StreamItem } from './object-stream.js';

type Told =
  | { readonly object: string }
  | { readonly problem: string; readonly scope: string; readonly index: number; readonly says?: string };

interface Case {
  readonly comment: string;
  readonly input: string;
  readonly items: readonly Told[];
}

const cases = JSON.parse(
  readFileSync(new URL('../../../../vectors/stix/streams.json', import.meta.url), 'utf8'),
) as readonly Case[];

const encoder = new TextEncoder();
const bytesOf = (text: string) => encoder.encode(text);
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

const streamed = (chunks: Iterable<Uint8Array>): readonly StreamItem[] => {
  const stream = new ObjectStream();
  const items: StreamItem[] = [];
  for (const chunk of chunks) items.push(...stream.push(chunk));
  return [...items, ...stream.end()];
};

/** Copies, as chunks of a real stream are: a view into one buffer would hide bytes that are read outside the chunk. */
const chunksOf = (bytes: Uint8Array, size: number): readonly Uint8Array[] => {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size));
  return chunks;
};

const plain = (items: readonly StreamItem[]) =>
  items.map((item) => (item.kind === 'object' ? { ...item, bytes: textOf(item.bytes) } : item));

const objectsIn = (items: readonly StreamItem[]) => items.flatMap((item) => (item.kind === 'object' ? [textOf(item.bytes)] : []));
const problemsIn = (items: readonly StreamItem[]) => items.filter((item) => item.kind === 'problem');

describe('a stream of objects', () => {
  it.each(cases)('$comment', ({ input, items }) => {
    const found = streamed([bytesOf(input)]);
    expect(found).toHaveLength(items.length);
    let index = 0;
    for (const [place, told] of items.entries()) {
      const item = found[place];
      if ('object' in told) expect(plain(found)[place]).toEqual({ kind: 'object', index: index++, bytes: told.object });
      else {
        expect(item).toMatchObject({ kind: 'problem', code: told.problem, scope: told.scope, index: told.index });
        if (item?.kind === 'problem') expect(item.message).toContain(told.says ?? '');
        if (told.scope === 'item') index++;
      }
    }
  });

  it.each(cases)('in chunks of any size: $comment', ({ input }) => {
    const bytes = bytesOf(input);
    const whole = plain(streamed([bytes]));
    for (let size = 1; size <= bytes.length; size++) expect(plain(streamed(chunksOf(bytes, size)))).toEqual(whole);
  });

  it('gives the same items for any input in any split', () => {
    const shards = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '\n',
      ' ',
      '1',
      'x',
      '"type"',
      '"bundle"',
      '"id"',
      '"objects"',
      '"tool"',
      '{"a":1}',
      'é',
    ];
    const inputs = fc.array(fc.constantFrom(...shards, '"type":"bundle"', '"objects":[', '\n{'), { maxLength: 40 });
    fc.assert(
      fc.property(inputs, fc.array(fc.nat({ max: 60 }), { maxLength: 8 }), (parts, cuts) => {
        const bytes = bytesOf(parts.join(''));
        const places = [...new Set(cuts.filter((cut) => cut < bytes.length))].sort((a, b) => a - b);
        const chunks = [0, ...places].map((from, at) => bytes.slice(from, places[at] ?? bytes.length));
        expect(plain(streamed(chunks))).toEqual(plain(streamed([bytes])));
      }),
      { numRuns: 3000 },
    );
  });

  it('gives back any objects byte for byte, in every shape of input', () => {
    const objects = fc.array(
      fc
        .tuple(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), fc.integer({ min: 0, max: 2 }))
        .map(([object, indent]) =>
          // Spread first: an object that names itself a bundle, or has objects, would be read as one outside a bundle.
          JSON.stringify({ ...object, type: 'x-any', id: 'x-any--1' }, null, indent),
        ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(objects, fc.integer({ min: 1, max: 40 }), (texts, size) => {
        const shapes = [
          `{"type":"bundle","id":"bundle--00000000-0000-4000-8000-000000000001","objects":[${texts.join(' ,\n')}]}`,
          `[${texts.join(',')}]`,
          texts.join('\n'),
          texts.join(''),
        ];
        for (const shape of shapes) {
          const items = streamed(chunksOf(bytesOf(shape), size));
          expect(objectsIn(items)).toEqual(texts);
          expect(problemsIn(items)).toEqual([]);
        }
      }),
    );
  });

  it('tells for a bundle cut at any byte how far it came, and keeps what came before', () => {
    const objects = ['{"type":"tool","n":"a]}\\""}', '{"x":{"y":[1]}}', '{"é":2}'];
    const bytes = bytesOf(
      `{"type":"bundle","id":"bundle--00000000-0000-4000-8000-000000000001","objects":[${objects.join(',')}],"z":[{}]}`,
    );
    const ends = objects.map((object) => Buffer.from(bytes).indexOf(object) + Buffer.byteLength(object));
    for (let cut = 1; cut < bytes.length; cut++) {
      const items = streamed([bytes.slice(0, cut)]);
      const kept = ends.filter((end) => end <= cut).length;
      expect(objectsIn(items)).toEqual(objects.slice(0, kept));
      expect(problemsIn(items)).toMatchObject([{ code: 'json-truncated', index: kept }]);
    }
  });

  it('can end only once', () => {
    const stream = new ObjectStream();
    stream.push(bytesOf('{"a":'));
    expect(stream.end()).toHaveLength(1);
    expect(stream.end()).toEqual([]);
  });

  it('takes UTF-16 for what it is: no JSON', () => {
    const items = streamed([Uint8Array.from([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00, 0x0a, 0x00, 0x7b, 0x00])]);
    expect(items).toMatchObject([{ kind: 'problem', scope: 'input', code: 'json-malformed' }]);
    expect(streamed([Uint8Array.from([0xef, 0xbb])])).toMatchObject([{ code: 'json-malformed', index: 0 }]);
  });
});

describe('large and hostile input', () => {
  const { object_bytes_max } = LIMITS;
  const head = '{"type":"bundle","id":"bundle--00000000-0000-4000-8000-000000000001","objects":[';
  const objectOf = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`;

  it('an object as large as may be is taken, one byte more is told and passed over', () => {
    for (const shape of [
      (texts: readonly string[]) => `${head}${texts.join(',')}]}`,
      (texts: readonly string[]) => texts.join('\n'),
    ]) {
      const input = bytesOf(shape([objectOf(object_bytes_max), objectOf(object_bytes_max + 1), '{"b":1}']));
      for (const size of [1_000_003, input.length]) {
        const items = streamed(chunksOf(input, size));
        expect(items).toMatchObject([
          { kind: 'object', index: 0 },
          { kind: 'problem', scope: 'item', index: 1, code: 'object-too-large' },
          { kind: 'object', index: 2 },
        ]);
        expect(items[0]?.kind === 'object' && items[0].bytes.length).toBe(object_bytes_max);
      }
    }
  });

  it('an object nested a hundred thousand levels is one object', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(objectsIn(streamed(chunksOf(bytesOf(`${head}${deep},{"b":1}]}`), 4096)))).toEqual([deep, '{"b":1}']);
  });

  it('openings that never close are one problem at the end', () => {
    for (const opening of ['{"a":', '[', '{"objects":[', '"', '{"a":"', '\n{"a":1,']) {
      const items = streamed(chunksOf(bytesOf(`{"x":${opening.repeat(200_000)}`), 65_536));
      expect(problemsIn(items).length).toBeLessThanOrEqual(2);
    }
  });

  it('garbage of any length is one problem', () => {
    expect(streamed(chunksOf(bytesOf('no JSON here\n'.repeat(100_000)), 65_536))).toHaveLength(1);
    expect(streamed(chunksOf(bytesOf(']},'.repeat(100_000)), 65_536))).toHaveLength(1);
  });

  it('two hundred megabytes need no more memory than one object', () => {
    const stream = new ObjectStream();
    const object = bytesOf(`${objectOf(100_000)},`);
    const before = process.memoryUsage();
    let count = stream.push(bytesOf(head)).length;
    for (let number = 0; number < 2000; number++) count += stream.push(object).length;
    const after = process.memoryUsage();
    expect(count).toBe(2000);
    expect((after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 1e6).toBeLessThan(60);
  });
});
