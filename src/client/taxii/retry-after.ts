/** Nobody waits longer for one page, whatever the server asks for. */
export const RETRY_AFTER_MS_MAX = 120_000;

/**
 * Milliseconds that a server asks to wait, from now (ms); undefined if it does not say. RFC 9110 10.2.3: "the value of this field
 * can be either an HTTP-date or a number of seconds".
 */
export const retryAfter = (header: string | undefined, now: number): number | undefined => {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, RETRY_AFTER_MS_MAX);
  if (!/^[A-Z][a-z]+,? /.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.min(Math.max(at - now, 0), RETRY_AFTER_MS_MAX);
};
