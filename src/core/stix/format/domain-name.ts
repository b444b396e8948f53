import { quote } from '../json/json-value.js';
import { aLabelOf } from './a-label.js';
import { isIpv4Address } from './ip-range.js';

const LABEL_LENGTH_MAX = 63;
const NAME_LENGTH_MAX = 253;

/** RFC 5890 2.3.1: letters, digits and hyphens; labels with underscores are lawful DNS labels beside them. */
const ASCII_LABEL = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$/;
/** A U-label: letters, digits and marks of any script, the exceptions of RFC 5892 2.6 and, within, what joins them. */
const UNICODE_LABEL =
  /^[\p{L}\p{N}\p{M}_\u0375\u05f3\u05f4\u06fd\u06fe\u0f0b\u30fb](?:(?:[\p{L}\p{N}\p{M}_\-\u00b7\u0375\u05f3\u05f4\u06fd\u06fe\u0f0b\u30fb]|\u200c|\u200d)*[\p{L}\p{N}\p{M}_\u05f3\u05f4\u06fd\u06fe\u0f0b\u30fb])?$/u;

const NO_NAME = 'is not a domain name: write labels of letters, digits and hyphens joined by dots';

/**
 * What keeps a text from being a domain name. STIX 6.4: "each domain and sub-domain contained within the domain name MUST
 * conform to [RFC5890]"; RFC 1034 3.1 ends a name that is written in full with a dot, and counts 255 octets with lengths and root:
 * 253 as text.
 */
export const domainNameFaultOf = (value: string): string | undefined => {
  const name = value.endsWith('.') ? value.slice(0, -1) : value;
  // Composition (NFC) makes one character of up to three, and no character takes less than an octet.
  if (name.length > 3 * NAME_LENGTH_MAX) return `${NO_NAME}: it is longer than ${NAME_LENGTH_MAX} octets`;
  // RFC 1123 2.1: "a valid host name can never have the dotted-decimal form".
  if (isIpv4Address(name)) return 'is an IPv4 address, not a domain name: write it as an `ipv4-addr`';
  const labels = name.split('.');
  const wrong = labels.find((label) => !ASCII_LABEL.test(label) && !UNICODE_LABEL.test(label));
  if (wrong !== undefined) return wrong === '' ? `${NO_NAME}: a label is empty` : `${NO_NAME}: ${quote(wrong)} is no label`;
  const encoded = labels.map(aLabelOf);
  const long = encoded.findIndex(({ length }) => length > LABEL_LENGTH_MAX);
  if (long >= 0) return `${NO_NAME}: ${quote(labels[long])} is longer than ${LABEL_LENGTH_MAX} octets`;
  return encoded.join('.').length > NAME_LENGTH_MAX ? `${NO_NAME}: it is longer than ${NAME_LENGTH_MAX} octets` : undefined;
};
