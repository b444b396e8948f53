import { validateStix } from '../src/core/stix/check/validate-stix.js';
import { median } from './ingest.js';
import type { Figure } from './report.js';
import { realLoad } from './workload.js';

const ROUNDS = 15;

/** Every rule judged on every object, beside `JSON.parse` of the same bytes; rounds of both in turn, so that they share what is slow. */
export const benchStix = (): readonly Figure[] => {
  const { name, texts } = realLoad();
  const objects = texts.map((text) => JSON.parse(text) as unknown);
  const parsing: number[] = [];
  const validating: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    parsing.push(
      secondsOf(() => {
        for (const text of texts) JSON.parse(text);
      }),
    );
    validating.push(
      secondsOf(() => {
        for (const object of objects)
          if (validateStix(object).errors.length > 0) throw new Error(`not valid: ${JSON.stringify(object)}`);
      }),
    );
  }
  const baseline = median(parsing);
  const seconds = median(validating);
  const rate = (of: number): number => objects.length / of;
  return [
    {
      name: `JSON.parse of ${objects.length} objects (${name})`,
      value: rate(baseline),
      unit: 'objects/s',
      ratio: 1,
      of: 'itself',
    },
    { name: 'the same validated', value: rate(seconds), unit: 'objects/s', ratio: baseline / seconds, of: 'JSON.parse' },
  ];
};

const secondsOf = (work: () => void): number => {
  const begin = performance.now();
  work();
  return (performance.now() - begin) / 1000;
};
