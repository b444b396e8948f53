import { type Command, InvalidArgumentError, Option } from 'commander';
import { ParleyError } from '../core/errors.js';
import { parseTimestamp } from '../core/stix/format/timestamp.js';

/** Parser of an option that may be given again and again. `previous` is false after `--no-…`. */
export const gather = (value: string, previous: unknown): readonly string[] =>
  Array.isArray(previous) ? [...(previous as readonly string[]), value] : [value];

/** Parser of a text that must say something. */
export const saying = (value: string): string => {
  if (value.trim() === '') throw new InvalidArgumentError('it says nothing');
  return value;
};

/** Parser of a count from 1. */
export const count = (value: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new InvalidArgumentError('give a whole number from 1');
  return Number(value);
};

/** Parser of a place in a list, from 0. */
export const place = (value: string): number => {
  if (!/^(0|[1-9]\d{0,14})$/.test(value)) throw new InvalidArgumentError('give a whole number from 0');
  return Number(value);
};

/** Milliseconds of a time as an operator writes it; null if none was given. Errors: `time-malformed`. */
export const instantOf = (value: string | undefined): number | null => {
  if (value === undefined) return null;
  const at = parseTimestamp(value) === undefined ? Number.NaN : Date.parse(value);
  if (Number.isNaN(at)) throw new ParleyError('time-malformed', { value });
  return at;
};

/** RFC 3339 of milliseconds. */
export const timeOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Who rules, and why. */
export interface RulingOptions {
  readonly by: string;
  readonly reason: string;
}

export const withRuling = (command: Command): Command =>
  command
    .requiredOption('--by <operator>', 'operator who decides')
    .requiredOption('--reason <text>', 'why; goes on record', saying);

/** Who rules, and why, where a ruling may also go without. */
export type OptionalRuling = Partial<RulingOptions>;

export const withOptionalRuling = (command: Command): Command =>
  command.option('--by <operator>', 'operator who decides').option('--reason <text>', 'why; goes on record', saying);

export const LABEL_FLAGS = '--label <k=v>';

export interface ListOptions {
  readonly limit?: number;
  readonly after?: string;
}

/** Answers that can be long are read in pieces. */
export const withPaging = (command: Command): Command =>
  command
    .option('--limit <n>', 'at most so many (default: all)', count)
    .option('--after <cursor>', 'go on behind this: the `next` of the answer before');

export const referencesOption = (): Option =>
  new Option(
    '--references <kind>',
    'whether objects may refer to what a partner does not see; kept, and without effect until derived editions exist: every collection behaves as open',
  )
    .choices(['open', 'closed'])
    .default('closed');
