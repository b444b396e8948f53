const JSON_TYPES = new Set(['application/taxii+json', 'application/stix+json', 'application/json']);
/** What TAXII 2.0 called itself, and 2.1 servers that were made from one still do. */
const FORMER = /^application\/vnd\.oasis\.(taxii|stix)\+json$/;

/**
 * Whether an answer may be read as TAXII. TAXII 3.1 wants `application/taxii+json;version=2.1`; what servers send lacks the
 * version, has a charset, or is JSON by another name. A page of a login form is what this keeps out.
 */
export const isTaxiiType = (header: string | undefined): boolean => {
  if (header === undefined || header.trim() === '') return true;
  const [type = ''] = header.split(';');
  const name = type.trim().toLowerCase();
  return JSON_TYPES.has(name) || FORMER.test(name);
};
