import { describe, expect, it } from 'vitest';
import { traceOf } from './trace.js';

const secret = 'indicator of a secret';

describe('the trace of an error', () => {
  it('says type, code and place, with causes, and never the message', () => {
    const cause = Object.assign(new RangeError(`${secret}\n${secret}`), { code: 'SQLITE_BUSY' });
    const trace = traceOf(new TypeError(secret, { cause }));
    expect(trace).toMatchObject({ type: 'TypeError', code: '', cause: { type: 'RangeError', code: 'SQLITE_BUSY' } });
    expect(trace.stack).toContain('trace.test.ts');
    expect(JSON.stringify(trace)).not.toContain(secret);
  });

  it('ends in a circle of causes', () => {
    const error = new Error('round');
    error.cause = error;
    expect(JSON.stringify(traceOf(error)).length).toBeLessThan(50_000);
  });

  it('says nothing of what is no error', () => {
    expect(traceOf(secret)).toEqual({ type: 'string', code: '', stack: '' });
  });
});
