import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonText } from './json-text.js';

it('shows what a partner wrote so that it writes nothing on the terminal and looks like nothing else', () => {
  const text = jsonText({ name: 'a\u001b[2J\u009b31m\u202egnp.exe\u2028\u{e0041}é 🜲' });
  expect(text).toBe('{\n  "name": "a\\u001b[2J\\u009b31m\\u202egnp.exe\\u2028\\udb40\\udc41é 🜲"\n}');
});

it('is the same value still, with nothing hidden in it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
      const shown = jsonText([value, text]);
      expect(JSON.parse(shown)).toEqual(JSON.parse(JSON.stringify([value, text])));
      expect(shown).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u);
    }),
  );
});
