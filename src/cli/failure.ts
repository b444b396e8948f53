import { CommanderError } from 'commander';
import { type ErrorDetails, formatError, ParleyError } from '../core/errors.js';
import { type ExitStatus, REFUSED, WRONG_USAGE } from './exit-status.js';
import { UsageError } from './usage-error.js';

/** An error as the command line tells it. */
export interface Failure {
  /** A code of core/errors.ts, or `usage`. */
  readonly code: string;
  /** One line. */
  readonly message: string;
  readonly details: ErrorDetails;
  readonly status: ExitStatus;
  /** What lies behind a fault: for the operator's terminal, never for the answer. */
  readonly cause?: string;
}

export const failureOf = (error: unknown): Failure => {
  if (error instanceof UsageError) return usage(error.message);
  if (error instanceof CommanderError) return usage(wordsOf(error));
  if (error instanceof ParleyError) {
    const { code, message, details } = error;
    return {
      code,
      message: oneLine(message),
      details,
      status: REFUSED,
      ...(error.kind === 'fault' ? causeOf(error.cause ?? error) : {}),
    };
  }
  return { code: 'fault', message: formatError('fault', {}), details: {}, status: REFUSED, ...causeOf(error) };
};

/** The line on standard error. */
export const failureLine = ({ code, message }: Pick<Failure, 'code' | 'message'>): string => `error ${code}: ${message}`;

/** The document on standard output, with `--json`. */
export const failureAnswer = ({ code, message, details }: Failure) => ({ error: { code, message, details } });

const usage = (message: string): Failure => ({ code: 'usage', message: oneLine(message), details: {}, status: WRONG_USAGE });

/** The parser's own sentence in our style: no prefix, the user's value in backticks, no full stop. */
const wordsOf = ({ code, message }: CommanderError): string => {
  if (code === 'commander.help') return 'a command is missing: choose one of those listed';
  return message
    .replace(/^error: /, '')
    .replace(/'([^']*)'/g, '`$1`')
    .replace(/\. (Expected|Allowed|give|it) /, (_, word: string) => `: ${word.toLowerCase()} `)
    .replace(/\.$/, '');
};

const oneLine = (message: string): string => message.replace(/\s*\n\s*/g, ' ');

const causeOf = (error: unknown): { readonly cause: string } => ({
  cause: error instanceof Error ? (error.stack ?? error.message) : String(error),
});
