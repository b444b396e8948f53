/** RFC 4648 4: groups of four, the last one padded. Its spare bits may be what they are: "decoders MAY choose to reject" them. */
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Whether a text is base64 as RFC 4648 section 4 writes it (STIX 2.1). */
export const isBase64 = (text: string): boolean => text.length % 4 === 0 && BASE64.test(text);
