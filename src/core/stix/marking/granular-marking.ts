import type { Report } from '../check/finding.js';
import { below, isList, type JsonRecord, quote } from '../json/json-value.js';
import { parseSelector, resolveSelector } from './selector.js';

/** Reports what is wrong with a granular marking of an object (STIX 7.2.3) beyond the types of its properties. */
export const checkGranularMarking = (
  { lang, marking_ref, selectors }: JsonRecord,
  pointer: string,
  { object, error }: { readonly object: JsonRecord; readonly error: Report },
): void => {
  if ((lang === undefined) === (marking_ref === undefined))
    error('S141', pointer, 'exactly one of `lang` and `marking_ref` is needed');
  if (!isList(selectors)) return;
  selectors.forEach((text, index) => {
    if (typeof text !== 'string') return;
    const place = below(below(pointer, 'selectors'), index);
    const selector = parseSelector(text);
    if (selector === undefined) error('S142', place, `${quote(text)} is no selector: write names and [n] joined by dots`);
    else if (resolveSelector(object, selector) === undefined)
      error('S143', place, `${quote(text)} selects nothing in this object`);
  });
};
