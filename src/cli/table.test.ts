import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { paintFor } from './paint.js';
import { table } from './table.js';

describe('table', () => {
  const plain = paintFor(false);

  it('aligns columns without borders and without blanks at the end', () => {
    const text = table(
      plain,
      ['slug', 'name'],
      [
        ['a', 'Ann'],
        ['meridian', ''],
      ],
    );
    expect(text).toBe('slug      name\na         Ann\nmeridian');
  });
  it('aligns painted words by what is seen of them', () => {
    const paint = paintFor(true);
    const rows = [
      [paint.red('red'), 'one'],
      ['blue', 'two'],
    ];
    const seen = stripVTControlCharacters(table(paint, [], rows));
    expect(seen).toBe('red   one\nblue  two');
  });
  it('says `none` where there is nothing', () => expect(table(plain, ['slug'], [])).toBe('none'));
});
