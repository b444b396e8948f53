/** One term of a scale: the number written for it, and the numbers from `least` to `most` that are shown as it. */
interface Step {
  readonly term: string;
  /** A short name that lasts, for rules and labels. */
  readonly band: string;
  readonly confidence: number;
  readonly least: number;
  readonly most: number;
  /** Other spellings; the halves of a term around `/`, and its band, are understood without. */
  readonly also?: readonly string[];
}

interface ScaleTable {
  /** "A value of `Not Specified` in the table below means that the confidence property is not present." */
  readonly unspecified: string;
  readonly steps: readonly Step[];
}

const NOT_SPECIFIED = 'Not Specified';

/**
 * The confidence scales of STIX 2.1, Appendix A, from the least to the most certain term: None/Low/Med/High, 0 to 10, the
 * credibility of the Admiralty code, words of estimative probability (Kent), and those of ICD 203 (DNI).
 */
export const SCALES = {
  'none-low-med-high': {
    unspecified: NOT_SPECIFIED,
    steps: [
      { term: 'None', band: 'none', confidence: 0, least: 0, most: 0 },
      { term: 'Low', band: 'low', confidence: 15, least: 1, most: 29 },
      { term: 'Med', band: 'med', confidence: 50, least: 30, most: 69, also: ['medium', 'moderate'] },
      { term: 'High', band: 'high', confidence: 85, least: 70, most: 100 },
    ],
  },
  'zero-ten': {
    unspecified: NOT_SPECIFIED,
    steps: [
      { term: '0', band: '0', confidence: 0, least: 0, most: 4, also: ['0/10'] },
      { term: '1', band: '1', confidence: 10, least: 5, most: 14, also: ['1/10'] },
      { term: '2', band: '2', confidence: 20, least: 15, most: 24, also: ['2/10'] },
      { term: '3', band: '3', confidence: 30, least: 25, most: 34, also: ['3/10'] },
      { term: '4', band: '4', confidence: 40, least: 35, most: 44, also: ['4/10'] },
      { term: '5', band: '5', confidence: 50, least: 45, most: 54, also: ['5/10'] },
      { term: '6', band: '6', confidence: 60, least: 55, most: 64, also: ['6/10'] },
      { term: '7', band: '7', confidence: 70, least: 65, most: 74, also: ['7/10'] },
      { term: '8', band: '8', confidence: 80, least: 75, most: 84, also: ['8/10'] },
      { term: '9', band: '9', confidence: 90, least: 85, most: 94, also: ['9/10'] },
      { term: '10', band: '10', confidence: 100, least: 95, most: 100, also: ['10/10'] },
    ],
  },
  // No number is 6: to write 0 would say "improbable" of what merely "cannot be judged" (S198).
  'admiralty-credibility': {
    unspecified: '6 - Truth cannot be judged',
    steps: [
      { term: '5 - Improbable', band: 'improbable', confidence: 10, least: 0, most: 19, also: ['5'] },
      { term: '4 - Doubtful', band: 'doubtful', confidence: 30, least: 20, most: 39, also: ['4', 'doubtfully true'] },
      { term: '3 - Possibly True', band: 'possibly-true', confidence: 50, least: 40, most: 59, also: ['3'] },
      { term: '2 - Probably True', band: 'probably-true', confidence: 70, least: 60, most: 79, also: ['2'] },
      {
        term: '1 - Confirmed by other sources',
        band: 'confirmed',
        confidence: 90,
        least: 80,
        most: 100,
        also: ['1', 'confirmed by other sources'],
      },
    ],
  },
  wep: {
    unspecified: NOT_SPECIFIED,
    steps: [
      { term: 'Impossible', band: 'impossible', confidence: 0, least: 0, most: 0, also: ['impossibility'] },
      { term: 'Highly Unlikely/Almost Certainly Not', band: 'highly-unlikely', confidence: 10, least: 1, most: 19 },
      { term: 'Unlikely/Probably Not', band: 'unlikely', confidence: 30, least: 20, most: 39 },
      {
        term: 'Even Chance',
        band: 'even-chance',
        confidence: 50,
        least: 40,
        most: 59,
        also: ['chances about even', 'about even'],
      },
      { term: 'Likely/Probable', band: 'likely', confidence: 70, least: 60, most: 79 },
      { term: 'Highly likely/Almost Certain', band: 'highly-likely', confidence: 90, least: 80, most: 99 },
      { term: 'Certain', band: 'certain', confidence: 100, least: 100, most: 100, also: ['certainty'] },
    ],
  },
  dni: {
    unspecified: NOT_SPECIFIED,
    steps: [
      { term: 'Almost No Chance / Remote', band: 'almost-no-chance', confidence: 5, least: 0, most: 9 },
      { term: 'Very Unlikely / Highly Improbable', band: 'very-unlikely', confidence: 15, least: 10, most: 19 },
      { term: 'Unlikely / Improbable', band: 'unlikely', confidence: 30, least: 20, most: 39 },
      {
        term: 'Roughly Even Chance / Roughly Even Odds',
        band: 'roughly-even-chance',
        confidence: 50,
        least: 40,
        most: 59,
        also: ['even chance', 'even odds', 'roughly even'],
      },
      { term: 'Likely / Probable', band: 'likely', confidence: 70, least: 60, most: 79 },
      { term: 'Very Likely / Highly Probable', band: 'very-likely', confidence: 85, least: 80, most: 89 },
      { term: 'Almost Certain / Nearly Certain', band: 'almost-certain', confidence: 95, least: 90, most: 100 },
    ],
  },
} as const satisfies Readonly<Record<string, ScaleTable>>;

export type Scale = keyof typeof SCALES;

/** A term of a scale that has a number. */
export type SpecifiedTerm<S extends Scale = Scale> = (typeof SCALES)[S]['steps'][number]['term'];

/** The term of a scale for "the confidence property is not present". */
export type UnspecifiedTerm<S extends Scale = Scale> = (typeof SCALES)[S]['unspecified'];

/** A term of a scale, written as in Appendix A. */
export type Term<S extends Scale = Scale> = SpecifiedTerm<S> | UnspecifiedTerm<S>;

/** The short name of a term that has a number. */
export type Band<S extends Scale = Scale> = (typeof SCALES)[S]['steps'][number]['band'];

/**
 * A judgement in the words of its author. It is kept beside the number, since only on its own scale does a term survive the way
 * there and back: "Very Likely" of ICD 203 is 85, which as a word of estimative probability reads "Highly likely", and is 90.
 */
export type EstimativeTerm<S extends Scale = Scale> = S extends Scale ? { readonly scale: S; readonly term: Term<S> } : never;

export type WordOfEstimativeProbability = SpecifiedTerm<'wep'>;
export type Icd203Term = SpecifiedTerm<'dni'>;
