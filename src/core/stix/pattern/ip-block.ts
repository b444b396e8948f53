const BYTE = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`);
const GROUP = /^[0-9a-fA-F]{1,4}$/;
const WIDTH = /^(?:0|[1-9]\d{0,2})$/;
const GROUPS = 8;
/** Longer than any address is written, so that nothing looks at the rest. */
const LENGTH_MAX = 64;

/** Whether a text is one IPv4 or IPv6 address or a block of them in CIDR notation, as values of `ipv4-addr` and `ipv6-addr` are (STIX 6.8, 6.9). */
export const isIpBlock = (text: string): boolean => {
  if (text.length > LENGTH_MAX) return false;
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const bits = IPV4.test(address) ? 32 : isIpv6(address) ? 128 : undefined;
  if (bits === undefined || slash < 0) return bits !== undefined;
  const width = text.slice(slash + 1);
  return WIDTH.test(width) && Number(width) <= bits;
};

/** RFC 4291 2.2: eight groups, of which one run may be written as `::`, and the last two as an IPv4 address. */
const isIpv6 = (address: string): boolean => {
  const halves = address.split('::').map((half) => (half === '' ? [] : half.split(':')));
  if (halves.length > 2) return false;
  const groups = halves.flat();
  const last = groups[groups.length - 1] ?? '';
  const endsInIpv4 = last.includes('.') && address.endsWith(last);
  if (endsInIpv4 && !IPV4.test(last)) return false;
  const plain = endsInIpv4 ? groups.slice(0, -1) : groups;
  const count = groups.length + (endsInIpv4 ? 1 : 0);
  return plain.every((group) => GROUP.test(group)) && (halves.length === 2 ? count < GROUPS : count === GROUPS);
};
