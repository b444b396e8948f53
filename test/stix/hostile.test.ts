import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.js';
import { validateStix } from '../../src/core/stix/check/validate-stix.js';

const tool = {
  type: 'tool',
  id: 'tool--00000000-0000-4000-8000-000000000001',
  spec_version: '2.1',
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  name: 'Relay',
};

const nested = (levels: number, wrap: (inner: unknown) => unknown): unknown => {
  let value: unknown = 'a';
  for (let level = 0; level < levels; level++) value = wrap(value);
  return value;
};

const observable = (type: string, value: string) => ({ type, id: `${type}--00000000-0000-4000-8000-000000000001`, value });
const indicator = (pattern: string) => ({
  ...tool,
  type: 'indicator',
  id: 'indicator--00000000-0000-4000-8000-000000000001',
  pattern,
  pattern_type: 'stix',
  valid_from: tool.created,
});

const MANY = 100_000;
const LONG = 10_000_000;
const rulesOf = (value: unknown) => [...new Set(validateStix(value).errors.map(({ rule }) => rule))];

/** All of it in a second or two: what is slower than linear would not end. */
describe('hostile input is a finding, in bounded time and memory:', { timeout: 20_000 }, () => {
  it.each([
    ['a list of 100,000 empty lists', { ...tool, aliases: Array.from({ length: MANY }, () => []) }, ['S021']],
    ['100,000 references that are none', { ...tool, object_marking_refs: Array.from({ length: MANY }, () => 'x') }, ['S012']],
    [
      '100,000 granular markings that select nothing',
      { ...tool, granular_markings: Array.from({ length: MANY }, (_, at) => ({ selectors: [`no_${at}`], lang: 'de' })) },
      ['S143'],
    ],
    ['100,000 properties', { ...tool, ...Object.fromEntries(Array.from({ length: MANY }, (_, at) => [`A_${at}`, 1])) }, ['S030']],
    ['lists nested 10,000 deep', { ...tool, x_deep: nested(10_000, (inner) => [inner]) }, ['P002']],
    ['objects nested 10,000 deep', { ...tool, x_deep: nested(10_000, (inner) => ({ inner })) }, ['P002']],
    ['an extension nested 10,000 deep', { ...tool, extensions: nested(10_000, (inner) => ({ 'a-ext': inner })) }, ['P002']],
    [
      'a key `__proto__`',
      JSON.parse(`{"__proto__":{"type":"tool"},"x_inner":{"__proto__":1},${JSON.stringify(tool).slice(1)}`),
      ['P002'],
    ],
    [
      'a name of 8 MB above 1,000 nulls',
      { ...tool, ['a'.repeat(8_000_000)]: Array.from({ length: 1_000 }, () => null) },
      ['S031'],
    ],
    ['an extension under a name of 8 MB', { ...tool, extensions: { [`a${'-a'.repeat(4_000_000)}`]: { note: 'a' } } }, ['S053']],
    ['a type nested 200,000 deep', { ...tool, type: nested(200_000, (inner) => [inner]) }, ['S040']],
    ['an extension named as no terminal should print it', { ...tool, '\u001b[2J\u0007_enc': 'a' }, ['S030', 'S032']],
    ['half a character', { ...tool, name: 'a\ud800b' }, ['P002']],
    ['half a character in a name', { ...tool, 'x_\udc00': 1 }, ['P002']],
    ['an integer beyond 2^53', { ...observable('autonomous-system', 'a'), number: 2 ** 53 }, ['S019']],
    ['a number that is none', { ...tool, confidence: Number.NaN }, ['S047']],
    [
      'a pattern of 10,000 nested parentheses',
      indicator(`${'('.repeat(10_000)}[url:value = 'a']${')'.repeat(10_000)}`),
      ['P003'],
    ],
    [
      'a pattern of 10,000 nested parentheses inside the brackets',
      indicator(`[${'('.repeat(10_000)}url:value = 'a'${')'.repeat(10_000)}]`),
      ['P003'],
    ],
    ['a pattern that never ends', indicator(`[url:value = '${'a'.repeat(LONG)}`), ['S170']],
    ['an address of 10 MB', observable('ipv6-addr', ':'.repeat(LONG)), ['S118']],
    ['a domain name of 10 MB', observable('domain-name', 'a-'.repeat(LONG / 2)), ['S112']],
    ['a mail address of 10 MB', observable('email-addr', 'a.'.repeat(LONG / 2)), ['S113']],
    ['a url of 10 MB', observable('url', `http://${'%'.repeat(LONG)}`), ['S123']],
    ['a hardware address of 10 MB', observable('mac-addr', 'aa:'.repeat(LONG / 3)), ['S119']],
    ['a language of 10 MB', { ...tool, lang: 'de-'.repeat(LONG / 3) }, ['S049']],
    ['a timestamp of 10 MB', { ...tool, created: `2026-01-01T00:00:00.${'0'.repeat(LONG)}` }, ['S023']],
    ['an id of 10 MB', { ...tool, id: `tool--${'0'.repeat(LONG)}` }, ['S012']],
    ['a selector of 10 MB', { ...tool, granular_markings: [{ selectors: ['a.'.repeat(LONG / 2)], lang: 'de' }] }, ['S142']],
    ['a type of 10 MB', { ...tool, type: 'a-'.repeat(LONG / 2) }, ['S031']],
    ['a CPE of 10 MB', { ...observable('software', 'a'), name: 'Word', cpe: `cpe:2.3:a:${'\\'.repeat(LONG)}` }, ['S122']],
  ])('%s', (_, value, rules) => {
    const { errors } = validateStix(value);
    expect(rulesOf(value)).toEqual(rules);
    expect(errors.length).toBeLessThanOrEqual(LIMITS.findings_max);
    for (const { message, pointer } of errors) {
      expect(message.length + pointer.length).toBeLessThan(5_000);
      expect(message).not.toMatch(/\p{Cc}/u);
    }
  });

  it('and a pattern of a million types in a hundred levels is judged', () => {
    const level = (at: number) => Array.from({ length: 500 }, (_, type) => `t${at}-${type}:abc = 1`).join(' OR ');
    let pattern = 'abc:def = 1';
    for (let at = 0; at < 99; at++) pattern = `(${level(at)} OR ${pattern})`;
    expect(rulesOf(indicator(`[${pattern}]`))).toEqual([]);
  });

  it('and a text of 10 MB where any text may stand is none', () => {
    expect(rulesOf({ ...tool, description: 'é'.repeat(LONG) })).toEqual([]);
  });

  it('and values that are no objects are told so', () => {
    for (const value of [null, undefined, 7, 'tool', [], true, Symbol.iterator, () => tool])
      expect(rulesOf(value)).toEqual(['S040']);
  });
});
