import { ParleyError } from '../../core/errors.js';

/** What clients send envelopes and bundles as: TAXII's type, and STIX's (OpenCTI's poster). */
const TYPES = new Set(['application/taxii+json', 'application/stix+json']);

/**
 * Whether a body says that it is what the endpoint takes. TAXII 3.1: "a media type defined for the endpoint in Content-Type never
 * leads to 415", however its parameters are spaced or quoted; one that says another version than 2.1 is another type.
 */
export const isTaxiiContent = (header: string | undefined): boolean => {
  const [type = '', ...parameters] = (header ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (!TYPES.has(type)) return false;
  return parameters.every((parameter) => {
    const [name = '', value = ''] = parameter.split('=').map((part) => part.trim());
    return name !== 'version' || value.replace(/^"(.*)"$/, '$1') === '2.1';
  });
};

/** Errors: `media-unsupported`, also of a body that is packed. */
export const requireTaxiiContent = (headers: Readonly<Record<string, string | string[] | undefined>>): void => {
  const packed = headers['content-encoding'];
  if (!isTaxiiContent(headers['content-type'] as string | undefined) || (packed !== undefined && packed !== 'identity'))
    throw new ParleyError('media-unsupported');
};
