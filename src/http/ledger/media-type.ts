/** C2SP tlog-tiles: a checkpoint has "Content-Type: text/plain; charset=utf-8", a tile or bundle "application/octet-stream". */
export const PLAIN_TEXT = 'text/plain; charset=utf-8';
export const OCTETS = 'application/octet-stream';

/** One JSON document a line. */
export const JSON_LINES = 'application/x-ndjson';
