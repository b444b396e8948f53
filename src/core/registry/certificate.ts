import { ParleyError } from '../errors.js';
import { LIMITS } from '../limits.js';
import { canonicalName } from './distinguished-name.js';

/** A client certificate that a connection showed and that a trusted authority issued. Instants in ms. */
export interface ShownCertificate {
  /** `sha256:` and 64 hexadecimal digits. */
  readonly fingerprint: string;
  /** `subject:` and its name; undefined: it has none that can be written. */
  readonly subject: string | undefined;
  readonly validFrom: number;
  readonly validTo: number;
}

const FINGERPRINT = /^sha256:((?:[0-9a-f]{2}:){31}[0-9a-f]{2}|[0-9a-f]{64})$/i;
const SUBJECT = 'subject:';

/** What a participant's certificate is bound by, in its one spelling. Errors: `certificate-malformed`. */
export const parseBinding = (value: string): string => {
  if (!value.startsWith(SUBJECT)) {
    const [, digits] = FINGERPRINT.exec(value) ?? [];
    if (digits === undefined) throw malformed(value, 'a fingerprint has 64 hexadecimal digits, with colons or without');
    return fingerprintBinding(digits);
  }
  const binding = subjectBinding(value.slice(SUBJECT.length));
  if (binding === undefined) throw malformed(value, 'a subject is a name as RFC 4514 writes it, without values in hex');
  if (binding.length > LIMITS.subject_length_max)
    throw malformed(value, `it is longer than ${LIMITS.subject_length_max} characters: bind the fingerprint`);
  return binding;
};

/** Of hexadecimal digits, in any case, with colons or without. */
export const fingerprintBinding = (digits: string): string => `sha256:${digits.replaceAll(':', '').toLowerCase()}`;

/** Of a name as RFC 4514 writes it; undefined: it is none. */
export const subjectBinding = (name: string): string | undefined => {
  const canonical = canonicalName(name);
  return canonical === undefined ? undefined : SUBJECT + canonical;
};

const malformed = (value: string, reason: string): ParleyError => new ParleyError('certificate-malformed', { value, reason });
