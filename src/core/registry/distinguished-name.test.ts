import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalName } from './distinguished-name.js';

describe('the one spelling of a name', () => {
  it.each([
    ['CN=taxii,O=Meridian CERT', 'CN=taxii,O=Meridian CERT'],
    ['cn = taxii ,  o=Meridian CERT  ', 'CN=taxii,O=Meridian CERT'],
    ['OU=b+CN=a,O=c', 'CN=a+OU=b,O=c'],
    ['CN=a\\,O\\=b', 'CN=a\\,O=b'],
    ['CN=a\\2CO=b', 'CN=a\\,O=b'],
    ['CN=\\C3\\A4', 'CN=ä'],
    ['CN=ä', 'CN=ä'],
    ['CN=\\ a\\ ', 'CN=\\ a\\ '],
    ['CN=\\20\\20', 'CN=\\ \\ '],
    ['CN=\\#a#', 'CN=\\#a#'],
    ['CN=a\\0Ab', 'CN=a\\0Ab'],
    ['CN=a\nb', 'CN=a\\0Ab'],
    ['CN=\\00', 'CN=\\00'],
    ['CN=a\\"\\+\\;\\<\\>\\\\', 'CN=a\\"\\+\\;\\<\\>\\\\'],
    ['1.3.6.1.4.1.99999.1=x', '1.3.6.1.4.1.99999.1=x'],
    ['emailAddress=ops@meridian.example,CN=', 'emailAddress=ops@meridian.example,CN='],
    ['UID=a,dc=example', 'UID=a,DC=example'],
    ['uid=a', 'uid=a'],
  ])('of `%s` is `%s`', (text, canonical) => {
    expect(canonicalName(text)).toBe(canonical);
  });

  it.each([
    '',
    'CN',
    '=a',
    'CN=a,',
    'CN=a+',
    ',CN=a',
    'CN=a;O=b',
    'CN=#0c0161',
    'CN="a"',
    'CN=a\\',
    'CN=a\\q',
    'CN=\\FF',
    'C N=a',
    'CN=<',
    'CN=\0',
    'CN=\uD800',
  ])('is not there for `%s`', (text) => {
    expect(canonicalName(text)).toBeUndefined();
  });

  it('is the spelling of itself, and two lists of values never share one', () => {
    const value = fc.string({ unit: fc.constantFrom(...'ab ,+=\\"#;<>\n\0ä🜲'), maxLength: 6 });
    const parts = fc.array(fc.tuple(fc.constantFrom('CN', 'O', 'OU'), value), { minLength: 1, maxLength: 4 });
    const spelled = (list: readonly (readonly [string, string])[]) =>
      canonicalName(
        list
          .map(
            ([type, text]) =>
              `${type}=${[...Buffer.from(text)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')}`,
          )
          .join(','),
      );
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const spelling = spelled(one);
        expect(spelling).toBeDefined();
        expect(canonicalName(spelling ?? '')).toBe(spelling);
        expect(spelled(other) === spelling).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });
});
