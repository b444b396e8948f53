import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatNoteKey, noteKeyOf, parseNoteKey } from './note-key.js';

interface Case {
  readonly comment: string;
  readonly key: string;
  readonly expect: { readonly name: string; readonly id: string; readonly publicKey: string } | null;
}

const { cases } = JSON.parse(readFileSync(new URL('../../../vectors/ledger/note-keys.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[];
};
const refusal = expect.objectContaining({ code: 'note-malformed' });

describe('a verifier key', () => {
  it.each(cases)('$comment', ({ key, expect: expected }) => {
    if (expected === null) {
      expect(() => parseNoteKey(key)).toThrow(refusal);
      return;
    }
    const publicKey = new Uint8Array(Buffer.from(expected.publicKey, 'base64'));
    expect(parseNoteKey(key)).toEqual({ ...expected, publicKey });
    expect(formatNoteKey(noteKeyOf(expected.name, publicKey))).toBe(key);
  });

  it('is refused with what is wrong', () => {
    const ofType = (type: number) => Buffer.of(type, ...new Uint8Array(32)).toString('base64');
    expect(() => parseNoteKey(`skerry.example+00000000+${ofType(4)}`)).toThrow('not a verifier key: its key is not for Ed25519');
    expect(() => parseNoteKey(`skerry.example+00000000+${ofType(1)}`)).toThrow('its id does not belong to its name and key');
  });

  it.each(['', 'a b', 'a+b', 'a\u2003b', 'a\tb'])('has not the name %j', (name) => {
    expect(() => noteKeyOf(name, new Uint8Array(32))).toThrow(RangeError);
  });

  it.each([0, 31, 33])('has not %i bytes', (length) => {
    expect(() => noteKeyOf('skerry.example', new Uint8Array(length))).toThrow(RangeError);
  });
});
