/**
 * On every answer, errors included. Nothing may be kept by caches on the way, sniffed into another type, framed, or loaded by
 * another site's page. There is no ETag and no Server: both could tell two answers apart that must look alike.
 */
export const RESPONSE_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store, private',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** RFC 6797 7.2: the header is for secure transport only. */
export const responseHeadersFor = (secure: boolean): Readonly<Record<string, string>> =>
  secure ? { ...RESPONSE_HEADERS, 'strict-transport-security': 'max-age=31536000' } : RESPONSE_HEADERS;
