import { type Band, type EstimativeTerm, SCALES, type Scale, type SpecifiedTerm, type Term } from './scales.js';

/**
 * The number that is written as `confidence` for a term (STIX Appendix A); undefined where the property is left out, which is
 * not 0: for `Not Specified`, and for `6 - Truth cannot be judged`.
 */
export const confidenceOf = <S extends Scale>(scale: S, term: Term<S>): number | undefined =>
  stepsOf(scale).find((step) => step.term === term)?.confidence;

/** As `confidenceOf`, of a term that knows its scale. */
export const confidenceOfTerm = ({ scale, term }: EstimativeTerm): number | undefined => confidenceOf(scale, term);

/**
 * How a `confidence` reads on a scale (STIX Appendix A). Absent, it reads `Not Specified`, on the Admiralty scale `6`.
 * Undefined for what is no confidence at all: only integers from 0 to 100 are (STIX 3.2).
 */
export const termOf = <S extends Scale>(scale: S, confidence: number | undefined): Term<S> | undefined =>
  confidence === undefined ? SCALES[scale].unspecified : stepAt(scale, confidence)?.term;

/** As `termOf`, by the short name of the term; undefined also for an absent confidence. */
export const bandOf = <S extends Scale>(scale: S, confidence: number | undefined): Band<S> | undefined =>
  confidence === undefined ? undefined : stepAt(scale, confidence)?.band;

interface StepOf<S extends Scale> {
  readonly term: SpecifiedTerm<S>;
  readonly band: Band<S>;
  readonly confidence: number;
  readonly least: number;
  readonly most: number;
}

const stepsOf = <S extends Scale>(scale: S): readonly StepOf<S>[] => SCALES[scale].steps;

const stepAt = <S extends Scale>(scale: S, confidence: number): StepOf<S> | undefined =>
  Number.isInteger(confidence) ? stepsOf(scale).find(({ least, most }) => least <= confidence && confidence <= most) : undefined;
