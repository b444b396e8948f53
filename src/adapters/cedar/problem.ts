import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs';
import type { BookProblem } from '../../exchange/ports/rule-engine.js';

/** Where a text stands: its file and the line it starts at. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

export const errorAt = ({ file, line }: Place, code: string, message: string): BookProblem => ({
  file,
  line,
  code,
  severity: 'error',
  message,
});

export const warningAt = (place: Place, code: string, message: string): BookProblem => ({
  ...errorAt(place, code, message),
  severity: 'warning',
});

/** The line of a Cedar error inside a text that starts at a place. Cedar counts bytes of UTF-8. */
export const placeWithin = ({ file, line }: Place, text: string, error: DetailedError): Place => {
  const start = error.sourceLocations?.[0]?.start ?? 0;
  const before = Buffer.from(text, 'utf8').subarray(0, start).toString('utf8');
  return { file, line: line + before.split('\n').length - 1 };
};

/** Cedar's message without its internal names, with its advice. */
export const cedarMessage = ({ message, help, sourceLocations }: DetailedError): string => {
  const label = sourceLocations?.[0]?.label;
  const core = message
    .replace(/^for policy `[^`]*`, /, '')
    .replace(/^failed to parse (policy|schema) from string: /, '')
    .replace(/^error parsing (policy|schema): /, '')
    .replace(/^error while evaluating policy `[^`]*`: /, '');
  return [core, label, help].filter((part) => part !== null && part !== undefined && part !== '').join(': ');
};
