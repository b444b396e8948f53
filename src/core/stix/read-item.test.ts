import { describe, expect, it } from 'vitest';
import { ObjectStream } from './json/object-stream.js';
import { type ReadItem, readItem } from './read-item.js';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const decode = (bytes: Uint8Array) => decoder.decode(bytes);

const judged = (input: string | Uint8Array): readonly ReadItem[] => {
  const stream = new ObjectStream();
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  return [...stream.push(bytes), ...stream.end()].map((item) => readItem(item, decode));
};

const ID = 'ipv4-addr--00000000-0000-4000-8000-000000000001';
const good = `{ "type":"ipv4-addr",\n"id":"${ID}", "value":"198.51.100.3\\u002f32", "x_text":"é","x_number":1e1 }`;

describe('an item of the input', () => {
  it('that may enter gives the object and its exact text', () => {
    expect(judged(good)).toMatchObject([{ ok: true, index: 0, text: good, object: JSON.parse(good) }]);
  });

  it.each([
    ['bad JSON', '{"type":}', { index: 1, code: 'json-malformed' }],
    ['a duplicate key', '{"type":"tool","type":"tool"}', { index: 1, code: 'json-hostile' }],
    [
      'a broken rule',
      good.replace('198', '').replace('"value"', '"walue"'),
      { index: 1, id: ID, code: 'object-invalid', rule: 'S033' },
    ],
    ['an id that is none', good.replace(ID, 'x'), { index: 1, code: 'object-invalid', rule: 'S012' }],
    ['an item that is no object', '[7]', { index: 1, code: 'object-invalid', scope: 'item' }],
  ])('that may not costs only itself: %s', (_, bad, refusal) => {
    const items = judged(`[${good},${bad},${good}]`);
    expect(items.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(items[1]).toMatchObject(refusal);
    expect('id' in refusal).toBe(items[1]?.ok === false && items[1].id !== undefined);
  });

  it('that is not UTF-8 is refused without touching its neighbours', () => {
    const bytes = new TextEncoder().encode(`[${good},{"a":"~"},${good}]`);
    bytes[bytes.indexOf(0x7e)] = 0xff;
    const items = judged(bytes);
    expect(items.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(items[1]).toMatchObject({ code: 'json-hostile', message: 'not valid UTF-8' });
  });

  it('says where the first defect is and how many more there are', () => {
    const [item] = judged(`{"type":"tool","id":"tool--1","spec_version":"2.1","aliases":[],"created":"x"}`);
    expect(item).toMatchObject({
      ok: false,
      rule: 'S021',
      message: expect.stringMatching(/^`\/aliases`: the list is empty.* \(and \d+ more\)$/),
    });
  });

  it('that costs no object says that it is about the input', () => {
    expect(judged(`{"objects":[${good}]}`)).toMatchObject([{ ok: true }, { ok: false, scope: 'input', index: 1 }]);
  });
});
