import { SCALES, type Scale, type Term } from './scales.js';

/** No spelling of a term is near as long; a longer text is not looked at. */
const TEXT_LENGTH_MAX = 100;

/**
 * The term of a scale that a text says, whatever its case, spacing, hyphens and dashes: either half of a pair alone
 * (`improbable`), the digit of an Admiralty credibility, and a few usual other words. Undefined if it says none of them.
 */
export const parseTerm = <S extends Scale>(scale: S, text: string): Term<S> | undefined => {
  if (text.length > TEXT_LENGTH_MAX) return undefined;
  const spellings: ReadonlyMap<string, Term> = SPELLINGS[scale];
  // Every entry of this map is a term of this scale: it is made of its table below.
  return spellings.get(folded(text)) as Term<S> | undefined;
};

/** A separator at either end stays, so that `-5` is not read as 5. */
const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s_/:\u2010-\u2015-]+/g, ' ');

const spellingsOf = (scale: Scale): ReadonlyMap<string, Term> => {
  const { unspecified, steps } = SCALES[scale];
  const spellings = new Map<string, Term>();
  for (const term of [unspecified, 'not specified', 'unspecified']) spellings.set(folded(term), unspecified);
  if (scale === 'admiralty-credibility') {
    for (const text of ['6', 'truth cannot be judged', 'cannot be judged']) spellings.set(folded(text), unspecified);
  }
  for (const step of steps) {
    const also: readonly string[] = 'also' in step ? step.also : [];
    for (const text of [step.term, step.band, ...step.term.split('/'), ...also]) spellings.set(folded(text), step.term);
  }
  return spellings;
};

const SPELLINGS: Readonly<Record<Scale, ReadonlyMap<string, Term>>> = {
  'none-low-med-high': spellingsOf('none-low-med-high'),
  'zero-ten': spellingsOf('zero-ten'),
  'admiralty-credibility': spellingsOf('admiralty-credibility'),
  wep: spellingsOf('wep'),
  dni: spellingsOf('dni'),
};
