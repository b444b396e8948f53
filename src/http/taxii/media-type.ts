/** The one media type of every TAXII answer, character for character: taxii2client compares it token by token. */
export const TAXII_TYPE = 'application/taxii+json;version=2.1';

/** What collections hold. */
export const STIX_TYPE = 'application/stix+json;version=2.1';
