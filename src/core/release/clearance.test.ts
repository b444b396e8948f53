import { describe, expect, it } from 'vitest';
import { TLP1_MARKINGS, TLP2_MARKINGS } from '../stix/marking/tlp-marking.js';
import { clearanceOf } from './clearance.js';

describe('clearanceOf', () => {
  it('gives the markings of TLP 1 and 2.0 one name a level', () => {
    for (const [id, level] of [...TLP1_MARKINGS, ...TLP2_MARKINGS]) expect(clearanceOf(id)).toBe(`tlp:${level}`);
  });

  it('takes words in any case, white for clear', () => {
    expect(clearanceOf('tlp:amber')).toBe('tlp:amber');
    expect(clearanceOf('TLP:AMBER+STRICT')).toBe('tlp:amber+strict');
    expect(clearanceOf(' pap:Red ')).toBe('pap:red');
    expect(clearanceOf('TLP:WHITE')).toBe('tlp:clear');
  });

  it('leaves other marking definitions as they are', () => {
    const id = 'marking-definition--826578e1-40ad-459f-bc73-ede076f81f37';
    expect(clearanceOf(id)).toBe(id);
  });

  it.each([
    '',
    'amber',
    'tlp:purple',
    'pap:amber+strict',
    'nato:secret',
    'identity--826578e1-40ad-459f-bc73-ede076f81f37',
    'marking-definition--1',
  ])('refuses `%s`', (text) => {
    expect(() => clearanceOf(text)).toThrow('is not a clearance');
  });
});
