const CAPEC_ID = /^CAPEC-\d{1,9}$/;

/** What keeps a text from being the id of a CAPEC entry (STIX 4.1.1). */
export const capecIdFaultOf = (value: string): string | undefined =>
  CAPEC_ID.test(value) ? undefined : 'is not of the form CAPEC-number';
