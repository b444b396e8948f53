import { describe, expect, it } from 'vitest';
import { ERRORS, type ErrorCode, ParleyError } from '../core/errors.js';
import { errorResource, problemDetails, refusalFor } from './problem.js';

const secret = 'the secret of the house';

describe('an error at a door', () => {
  it.each([
    ['filter-malformed', 400],
    ['cursor-foreign', 400],
    ['credentials-wrong', 401],
    ['not-writable', 403],
    ['not-found', 404],
    ['method-not-allowed', 405],
    ['not-acceptable', 406],
    ['version-conflict', 409],
    ['body-too-large', 413],
    ['url-too-long', 414],
    ['media-unsupported', 415],
    ['limit-reached', 429],
    ['rate-exceeded', 429],
    ['fault', 500],
    ['store-unavailable', 503],
  ] as const)('`%s` has status %i', (code, status) => {
    expect(refusalFor(new ParleyError(code)).status).toBe(status);
  });

  it('is the same for everything absent, whatever is absent', () => {
    const codes = (Object.keys(ERRORS) as ErrorCode[]).filter((code) => ERRORS[code].kind === 'absent');
    expect(codes.length).toBeGreaterThan(5);
    for (const code of codes) {
      expect(refusalFor(new ParleyError(code, { value: secret }))).toEqual(refusalFor(new ParleyError('not-found')));
    }
  });

  it.each([
    new Error(secret),
    new TypeError(secret, { cause: new Error(secret) }),
    secret,
    undefined,
    new ParleyError('fault', { reason: secret }),
    new ParleyError('store-refused', { reason: secret }),
    Object.assign(new Error(secret), { statusCode: 418 }),
  ])('never shows the message of a fault or an outage (%#)', (thrown) => {
    const refusal = refusalFor(thrown);
    expect(refusal.status).toBeGreaterThanOrEqual(500);
    expect(`${errorResource(refusal)}${problemDetails(refusal)}${JSON.stringify(refusal.headers)}`).not.toContain(secret);
  });

  it('offers both schemes with 401, and a time to come back with 429 and 503', () => {
    expect(refusalFor(new ParleyError('credentials-wrong')).headers['www-authenticate']).toEqual([
      'Basic realm="parley", charset="UTF-8"',
      'Bearer realm="parley"',
    ]);
    expect(Number(refusalFor(new ParleyError('store-unavailable')).headers['retry-after'])).toBeGreaterThan(0);
    expect(refusalFor(new ParleyError('rate-exceeded', { wait_s: 17 })).headers).toEqual({ 'retry-after': '17' });
  });

  it('T070 T071 T072 is a TAXII error resource with title, and its status as a string', () => {
    const resource = JSON.parse(errorResource(refusalFor(new ParleyError('not-found')))) as unknown;
    expect(resource).toEqual({ title: 'no such resource', error_code: 'not-found', http_status: '404' });
  });

  it('is a problem of RFC 9457 with the code of the table', () => {
    const problem = JSON.parse(problemDetails(refusalFor(new ParleyError('credentials-wrong')))) as unknown;
    expect(problem).toEqual({
      type: 'about:blank',
      title: 'credentials are missing or not valid',
      status: 401,
      code: 'credentials-wrong',
    });
  });
});
