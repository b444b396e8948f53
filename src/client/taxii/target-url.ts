import { ParleyError } from '../../core/errors.js';
import { visible } from '../../core/stix/json/json-value.js';

/** TAXII 3.1, T010: the path of every request ends in a slash. */
export const withSlash = (url: URL): URL => {
  const slashed = new URL(url);
  if (!slashed.pathname.endsWith('/')) slashed.pathname += '/';
  return slashed;
};

/**
 * The URL that an operator wants to pull from. Errors: `pull-url-malformed`, for what is no http or https URL, or could hold a
 * secret: URLs are shown and kept.
 */
export const targetUrl = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // Not shown as it is: it may be a URL with a password that lacks only its scheme.
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw malformed(visible(text.replace(/^.*@/s, '…@').replace(/[?#].*$/s, '?…')), 'it is no http or https URL');
  if (url.username !== '' || url.password !== '')
    throw malformed(url.host, 'credentials do not go into the URL, see --user, --password-file and --token-file');
  if (url.search !== '' || url.hash !== '')
    throw malformed(visible(`${url.origin}${url.pathname}`), 'leave out what stands behind `?` or `#`');
  return withSlash(url);
};

const COLLECTION = /^(.*\/collections\/[^/]+\/)(?:(?:objects|manifest)\/)?$/;

/** The collection that a URL names by itself, as `…/collections/ID/`; undefined for a discovery or an API root. */
export const collectionIn = (url: URL): URL | undefined => {
  const path = COLLECTION.exec(url.pathname)?.[1];
  return path === undefined ? undefined : new URL(path, url);
};

const malformed = (url: string, reason: string): ParleyError => new ParleyError('pull-url-malformed', { url, reason });
