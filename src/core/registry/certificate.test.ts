import { describe, expect, it } from 'vitest';
import { parseBinding } from './certificate.js';

const HEX = '0123456789abcdef'.repeat(4);
const COLONS = HEX.toUpperCase().replace(/..(?=.)/g, '$&:');

describe('what a certificate is bound by', () => {
  it('is a fingerprint, with colons or without, in any case', () => {
    for (const value of [`sha256:${HEX}`, `SHA256:${HEX.toUpperCase()}`, `sha256:${COLONS}`])
      expect(parseBinding(value)).toBe(`sha256:${HEX}`);
  });

  it('or a subject, in its one spelling', () => {
    expect(parseBinding('subject:cn=taxii, o=Meridian CERT')).toBe('subject:CN=taxii,O=Meridian CERT');
  });

  it.each([
    '',
    HEX,
    `sha256:${HEX.slice(1)}`,
    `sha256:${HEX}0`,
    `sha256:${COLONS}:`,
    `sha1:${HEX}`,
    `sha256:${HEX.replace('0', 'g')}`,
    'subject:',
    'subject:meridian',
    `subject:CN=${'x'.repeat(512)}`,
  ])('is not `%s`', (value) => {
    expect(() => parseBinding(value)).toThrow(expect.objectContaining({ code: 'certificate-malformed' }));
  });
});
