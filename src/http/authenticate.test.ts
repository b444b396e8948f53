import { describe, expect, it } from 'vitest';
import { credentialIn } from './authenticate.js';

const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

describe('the Authorization header', () => {
  it.each([
    ['Bearer abc-_', { secret: 'abc-_' }],
    ['bearer   abc', { secret: 'abc' }],
    ['BEARER abc', { secret: 'abc' }],
    [basic('meridian:abc'), { slug: 'meridian', secret: 'abc' }],
    [basic('meridian:a:b'), { slug: 'meridian', secret: 'a:b' }],
    [basic(':abc'), { slug: '', secret: 'abc' }],
    [basic('meridian:'), { slug: 'meridian', secret: '' }],
  ])('`%s` presents a credential', (header, credential) => {
    expect(credentialIn(header)).toEqual(credential);
  });

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Basic',
    'abc',
    'Bearer a b',
    'Negotiate abc',
    'Bearer a,b',
    basic('meridian'),
    'Basic !!!',
  ])('`%s` presents none', (header) => {
    expect(credentialIn(header)).toBeUndefined();
  });
});
