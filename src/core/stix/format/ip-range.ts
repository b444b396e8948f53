/** An octet or a prefix length without leading zeros. */
const DECIMAL = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-fA-F]{1,4}$/;

/** "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255/128" and no more. */
const LENGTH_MAX = 49;

const IPV4_BITS = 32;
const IPV6_BITS = 128;
const GROUPS = 8;

const isNumberUpTo = (text: string, most: number): boolean => DECIMAL.test(text) && Number(text) <= most;

const isIpv4 = (text: string): boolean => {
  const octets = text.split('.');
  return octets.length === 4 && octets.every((octet) => isNumberUpTo(octet, 255));
};

/** RFC 4291 2.2: eight groups, one run of them as `::`, the last two as an IPv4 address. */
const isIpv6 = (text: string): boolean => {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const parts = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = parts.at(-1) ?? '';
  const embedded = last.includes('.') && (halves.length === 1 || halves[1] !== '');
  if (embedded && !isIpv4(last)) return false;
  const groups = embedded ? parts.slice(0, -1) : parts;
  const count = groups.length + (embedded ? 2 : 0);
  return groups.every((group) => GROUP.test(group)) && (halves.length === 2 ? count < GROUPS : count === GROUPS);
};

const isRange = (text: string, isAddress: (text: string) => boolean, bits: number): boolean => {
  if (text.length > LENGTH_MAX) return false;
  const [address = '', prefix, ...rest] = text.split('/');
  return rest.length === 0 && isAddress(address) && (prefix === undefined || isNumberUpTo(prefix, bits));
};

/** RFC 6943 3.1.1: some read `010` as eight. Only octets and prefix lengths are decimal: a dot or a slash stands beside them. */
const PADDED = /(?:^|[:.])(0\d{1,5})\.|[./](0\d{1,5})(?:[./]|$)/;

const faultOf = (value: string, isAddress: (text: string) => boolean, bits: number, wanted: string): string | undefined => {
  if (isRange(value, isAddress, bits)) return undefined;
  const padded = value.length <= LENGTH_MAX ? PADDED.exec(value) : null;
  return `is not ${wanted}${padded === null ? '' : `: write \`${padded[1] ?? padded[2]}\` without leading zeros`}`;
};

/** What keeps a text from being an IPv4 address or range: STIX 6.8 wants "one or more IPv4 addresses expressed using CIDR notation". */
export const ipv4FaultOf = (value: string): string | undefined =>
  faultOf(value, isIpv4, IPV4_BITS, 'an IPv4 address or range in CIDR notation, as `198.51.100.0/24`');

/** As `ipv4FaultOf`, for IPv6 (STIX 6.9). Zones (`%eth0`) mean something on one machine only and are no part of it. */
export const ipv6FaultOf = (value: string): string | undefined =>
  faultOf(value, isIpv6, IPV6_BITS, 'an IPv6 address or range in CIDR notation, as `2001:db8::/32`');

/** Whether a text is an address or range of either family. */
export const isIpRange = (text: string): boolean => isRange(text, isIpv4, IPV4_BITS) || isRange(text, isIpv6, IPV6_BITS);

/** Whether a text is one IPv4 or IPv6 address, as hosts in URLs and addresses are. */
export const isIpv4Address = (text: string): boolean => text.length <= LENGTH_MAX && isIpv4(text);
export const isIpv6Address = (text: string): boolean => text.length <= LENGTH_MAX && isIpv6(text);
