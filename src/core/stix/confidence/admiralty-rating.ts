import { parseTerm } from './parse-term.js';
import type { Term } from './scales.js';

/** The reliability of a source by the Admiralty code, best first; of F nothing is known, neither good nor bad. */
export const SOURCE_RELIABILITIES = {
  A: 'Completely reliable',
  B: 'Usually reliable',
  C: 'Fairly reliable',
  D: 'Not usually reliable',
  E: 'Unreliable',
  F: 'Reliability cannot be judged',
} as const;

export type SourceReliability = keyof typeof SOURCE_RELIABILITIES;

/** The credibility of what a source says, best first. */
export type Credibility = Term<'admiralty-credibility'>;

/** Letter and digit of the Admiralty code, which are judged apart; STIX has a number for the digit only. */
export interface AdmiraltyRating {
  readonly reliability: SourceReliability;
  readonly credibility: Credibility;
}

const RATING = /^([a-f])[\s/-]{0,3}([1-6])$/i;

/** A rating as people write it: `B2`, `b-2`, `B / 2`. Undefined if the text is none. */
export const parseAdmiraltyRating = (text: string): AdmiraltyRating | undefined => {
  const [, letter = '', digit = ''] = RATING.exec(text.trim()) ?? [];
  const reliability = letter.toUpperCase();
  const credibility = parseTerm('admiralty-credibility', digit);
  return isReliability(reliability) && credibility !== undefined ? { reliability, credibility } : undefined;
};

const isReliability = (letter: string): letter is SourceReliability => Object.hasOwn(SOURCE_RELIABILITIES, letter);

/** The rating in short, as `B2`: a credibility begins with its digit. */
export const formatAdmiraltyRating = ({ reliability, credibility }: AdmiraltyRating): string =>
  `${reliability}${credibility.charAt(0)}`;
