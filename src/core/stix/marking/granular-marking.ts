import type { Report } from '../check/finding.js';
import type { Place } from '../check/place.js';
import { isIdentifier, parseIdentifier } from '../format/identifier.js';
import { below, isList, isRecord, type JsonRecord, kindOfValue, quote } from '../json/json-value.js';

const LIST_STEP = /^\[(\d+)\]$/;

/** Reports what is wrong with a granular marking (STIX 7.2.3). */
export const checkGranularMarking = ({ value, pointer, object }: Place, report: Report): void => {
  if (!isRecord(value)) {
    report('S141', pointer, `a granular marking is ${kindOfValue(value)}: write an object`);
    return;
  }
  if ((value.lang === undefined) === (value.marking_ref === undefined)) {
    report('S141', pointer, 'exactly one of `lang` and `marking_ref` is needed');
  }
  if (value.marking_ref !== undefined) checkMarkingReference(value.marking_ref, below(pointer, 'marking_ref'), object, report);
  const place = below(pointer, 'selectors');
  if (!isList(value.selectors) || value.selectors.length === 0) {
    report('S142', place, 'a list of selectors is needed');
    return;
  }
  value.selectors.forEach((selector, index) => {
    if (typeof selector !== 'string') report('S142', below(place, index), `${quote(selector)} is not text`);
    else if (!resolves(selector, object))
      report('S143', below(place, index), `${quote(selector)} selects nothing in this object`);
  });
};

const checkMarkingReference = (value: unknown, pointer: string, object: JsonRecord, report: Report): void => {
  if (!isIdentifier(value) || parseIdentifier(value)?.type !== 'marking-definition') {
    report('S051', pointer, `${quote(value)} is not the id of a marking definition`);
  } else if (value === object.id) report('S051', pointer, 'a marking cannot mark itself');
};

/** STIX 7.2.3: components joined by `.`; a name steps into an object, `[n]` into a list, counted from zero. */
const resolves = (selector: string, object: JsonRecord): boolean => reaches(selector.split('.'), 0, object);

const reaches = (steps: readonly string[], from: number, value: unknown): boolean => {
  const step = steps[from];
  if (step === undefined) return true;
  if (isList(value)) {
    const index = LIST_STEP.exec(step)?.[1];
    return index !== undefined && Number(index) < value.length && reaches(steps, from + 1, value[Number(index)]);
  }
  return isRecord(value) && Object.hasOwn(value, step) && reaches(steps, from + 1, value[step]);
};
