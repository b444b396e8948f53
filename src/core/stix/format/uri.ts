import { quote } from '../json/json-value.js';
import { isIpv6Address } from './ip-range.js';

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/;
/** Any character that RFC 3986 2 does not know at all. */
const FOREIGN = /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]/u;
const BROKEN_ESCAPE = /%(?![0-9A-Fa-f]{2})/;
/** Of the known ones those that stand for themselves nowhere behind the authority. */
const PATH_FOREIGN = /[[\]#]/;

const USER_FOREIGN = /[[\]@]/;
const HOST_FOREIGN = /[[\]@:]/;
const PORT = /^(?::\d*)?$/;
const FUTURE_ADDRESS = /^v[0-9A-Fa-f]+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+$/i;

/** RFC 9110 4.2.1: "A recipient that processes such a URI reference MUST reject it as invalid", one with an empty host. */
const WITH_HOST: ReadonlySet<string> = new Set(['http', 'https', 'ws', 'wss', 'ftp', 'ftps']);

const NO_URI = 'is not an absolute URL of RFC 3986';

/**
 * What keeps a text from being an absolute URI with a scheme. STIX 6.15: "This property MUST conform to [RFC3986], more
 * specifically section 1.1.3 with reference to the definition for 'Uniform Resource Locator'."
 */
export const uriFaultOf = (value: string): string | undefined => {
  const colon = value.indexOf(':');
  const scheme = value.slice(0, Math.max(colon, 0));
  if (!SCHEME.test(scheme)) return `${NO_URI}: begin with a scheme, as \`https:\``;
  const foreign = FOREIGN.exec(value)?.[0];
  if (foreign !== undefined) return `${NO_URI}: write ${quote(foreign)} as \`%\` and two hexadecimal digits for each octet`;
  if (BROKEN_ESCAPE.test(value)) return `${NO_URI}: a \`%\` is followed by two hexadecimal digits`;
  const [authority, rest] = authorityOf(value.slice(colon + 1));
  const [beforeFragment, fragment = ''] = cut(rest, '#');
  const bracket = PATH_FOREIGN.exec(beforeFragment + fragment)?.[0];
  if (bracket !== undefined) return `${NO_URI}: write ${quote(bracket)} as \`%\` and two hexadecimal digits`;
  if ((authority ?? '') === '' && WITH_HOST.has(scheme.toLowerCase()))
    return `${NO_URI}: a host is missing behind \`${scheme}://\``;
  return authority === undefined ? undefined : authorityFaultOf(authority, WITH_HOST.has(scheme.toLowerCase()));
};

/** A text before and behind the first mark. */
const cut = (text: string, mark: string): readonly [string, string?] => {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
};

/** RFC 3986 3.2: it "is preceded by a double slash and is terminated by the next slash, question mark or number sign". */
const authorityOf = (text: string): readonly [string | undefined, string] => {
  if (!text.startsWith('//')) return [undefined, text];
  const end = text.slice(2).search(/[/?#]/);
  return end < 0 ? [text.slice(2), ''] : [text.slice(2, end + 2), text.slice(end + 2)];
};

const authorityFaultOf = (authority: string, withHost: boolean): string | undefined => {
  const at = authority.lastIndexOf('@');
  const address = authority.slice(at + 1);
  if (USER_FOREIGN.test(authority.slice(0, Math.max(at, 0)))) return `${NO_URI}: the user before the host is wrong`;
  const end = address.startsWith('[') ? address.indexOf(']') + 1 : address.search(/:|$/);
  const host = address.slice(0, end);
  if (!PORT.test(address.slice(end))) return `${NO_URI}: the port is wrong, write a number`;
  if (withHost && host === '') return `${NO_URI}: the host is empty`;
  const isHost = host.startsWith('[') ? isLiteral(host.slice(1, -1)) : !HOST_FOREIGN.test(host);
  return isHost ? undefined : `${NO_URI}: the host is wrong`;
};

const isLiteral = (literal: string): boolean => isIpv6Address(literal) || FUTURE_ADDRESS.test(literal);
