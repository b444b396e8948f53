import { describe, expect, it } from 'vitest';
import { ParleyError } from '../errors.js';
import { parseGivenLabels } from './given-labels.js';

const refusal = (...texts: string[]): string => {
  try {
    parseGivenLabels(texts);
  } catch (error) {
    if (error instanceof ParleyError && error.code === 'label-malformed') return error.message;
  }
  throw new Error('not refused');
};

describe('parseGivenLabels', () => {
  it('reads every key, collects repeated ones and sorts', () => {
    const marking = 'marking-definition--826578e1-40ad-459f-bc73-ede076f81f37';
    expect(
      parseGivenLabels([
        'tlp=green',
        'track=cyber',
        'names=victim',
        'tlp=amber+strict',
        'pap=RED',
        'handling=no-onward',
        `marking=${marking}`,
      ]),
    ).toEqual({
      tlp: ['amber+strict', 'green'],
      track: ['cyber'],
      names: ['victim'],
      pap: ['red'],
      handling: ['no-onward'],
      marking: [marking],
    });
  });

  it('takes white for clear, spaces for nothing, and repetition once', () => {
    expect(parseGivenLabels([' tlp = WHITE ', 'tlp=clear', 'track=cyber', 'track=cyber'])).toEqual({
      tlp: ['clear'],
      track: ['cyber'],
    });
  });

  it('gives nothing for nothing', () => {
    expect(parseGivenLabels([])).toEqual({});
  });

  it('says what is wrong and what would be right', () => {
    expect(refusal('tlp')).toContain('there is no `=`');
    expect(refusal('colour=red')).toContain('`colour` is not a key: use one of tlp, pap, track, handling, names, marking');
    expect(refusal('tlp=purple')).toContain('`tlp` takes clear, green, amber, amber+strict, red');
    expect(refusal('pap=amber+strict')).toContain('`pap` takes');
    expect(refusal('names=Victim!')).toContain('`names` takes a facet');
    expect(refusal('marking=identity--826578e1-40ad-459f-bc73-ede076f81f37')).toContain('`marking` takes');
    expect(refusal('handling=')).toContain('`handling` takes');
    expect(refusal('track=cyber', 'track=finance')).toContain('`cyber` and `finance` are two');
  });

  it('knows no key of the language itself', () => {
    expect(refusal('__proto__=x')).toContain('is not a key');
    expect(refusal('constructor=x')).toContain('is not a key');
  });
});
