/** An error as the log may hold it: what, where, from which cause; never its message, which can quote content. */
export interface Trace {
  readonly type: string;
  readonly code: string;
  readonly stack: string;
  readonly cause?: Trace;
}

const CAUSES_MAX = 5;

export const traceOf = (thrown: unknown, causes = CAUSES_MAX): Trace => {
  if (!(thrown instanceof Error)) return { type: typeof thrown, code: '', stack: '' };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  const frames = (thrown.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  const trace = { type: thrown.name, code, stack: frames.join('\n') };
  return thrown.cause === undefined || causes === 0 ? trace : { ...trace, cause: traceOf(thrown.cause, causes - 1) };
};
