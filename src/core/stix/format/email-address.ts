/** A line has no more characters (RFC 5322 2.1.1). The 64 of a local part bind SMTP (RFC 5321), not the address. */
const LENGTH_MAX = 998;

/** RFC 5322 3.2.3 and RFC 6531 3.3: atoms joined by dots, characters beyond ASCII among them. */
const DOT_ATOM =
  /^(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|[^\p{ASCII}\p{Cc}\p{Cs}\p{Z}])+(?:\.(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|[^\p{ASCII}\p{Cc}\p{Cs}\p{Z}])+)*$/u;
/** RFC 5322 3.2.4: white space stands in quotes. */
const QUOTED = /^"(?:[^"\\\p{Cc}\p{Cs}]|\t|\\(?:[^\p{Cc}\p{Cs}]|\t))*"$/u;
/** RFC 5322 3.4.1: visible characters but for brackets and backslash. */
const LITERAL = /^\[[!-Z^-~ ]*\]$/;

const NO_ADDRESS = 'is not an email address: write local@domain, without a display name';

/** What keeps a text from being an email address. STIX 6.5: "This MUST NOT include the display name", addr-spec of RFC 5322 3.4.1. */
export const emailAddressFaultOf = (value: string): string | undefined => {
  if (value.length > LENGTH_MAX) return `${NO_ADDRESS}, of up to ${LENGTH_MAX} characters`;
  const at = value.endsWith(']') ? value.lastIndexOf('@[') : value.lastIndexOf('@');
  const local = value.slice(0, Math.max(at, 0));
  if (!DOT_ATOM.test(local) && !QUOTED.test(local)) return NO_ADDRESS;
  const domain = value.slice(at + 1);
  if (domain.startsWith('[')) return LITERAL.test(domain) ? undefined : NO_ADDRESS;
  return DOT_ATOM.test(domain) ? undefined : NO_ADDRESS;
};
