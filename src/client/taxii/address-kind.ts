import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * Where an address leads. `public`: to the internet. `loopback`, `private`, `link-local` and `shared` (behind a carrier's NAT) are
 * near; the others are nowhere that a TAXII server can stand, or a way to write a near address so that it looks like another.
 */
export type AddressKind =
  | 'public'
  | 'loopback'
  | 'private'
  | 'link-local'
  | 'shared'
  | 'metadata'
  | 'multicast'
  | 'unspecified'
  | 'reserved'
  | 'mapped'
  | 'embedded';

/** What an error says of an address; empty for `public`. */
export const ADDRESS_WORDS: Readonly<Record<AddressKind, string>> = {
  public: '',
  loopback: 'this machine itself',
  private: 'in a private network',
  'link-local': 'of the local link',
  shared: "behind a carrier's NAT (RFC 6598)",
  metadata: 'where clouds hand out credentials',
  multicast: 'for many at once',
  unspecified: 'no address of anybody',
  reserved: 'reserved by IANA',
  mapped: 'IPv4 written as IPv6',
  embedded: 'IPv6 that leads to an IPv4 address that is not public',
};

type Ranges = readonly (readonly [kind: AddressKind, ...subnets: string[]])[];

/** IANA special-purpose registries of IPv4 (RFC 6890 and later), and what clouds use. The first that holds the address decides. */
const IPV4: Ranges = [
  // 168.63.129.16 (Azure) is the one that lies among public addresses.
  ['metadata', '169.254.169.254/32', '169.254.170.2/32', '100.100.100.200/32', '192.0.0.192/32', '168.63.129.16/32'],
  ['unspecified', '0.0.0.0/8'],
  ['loopback', '127.0.0.0/8'],
  ['private', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  ['link-local', '169.254.0.0/16'],
  ['shared', '100.64.0.0/10'],
  ['multicast', '224.0.0.0/4'],
  [
    'reserved',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '240.0.0.0/4',
  ],
];

/** Of IPv6; what is outside of 2000::/3 is not given out to anybody (RFC 4291 2.4, IANA). */
const IPV6: Ranges = [
  ['metadata', 'fd00:ec2::254/128', 'fd20:ce::254/128'],
  ['unspecified', '::/128'],
  ['loopback', '::1/128'],
  ['mapped', '::ffff:0:0/96'],
  ['private', 'fc00::/7', 'fec0::/10', '64:ff9b:1::/48'],
  ['link-local', 'fe80::/10'],
  ['multicast', 'ff00::/8'],
  // Teredo, ORCHID, documentation and the like. 2001::/23 as a whole is for protocols.
  ['reserved', '2001::/23', '2001:db8::/32', '3fff::/20', '5f00::/16', '100::/64'],
];

const rulesOf = (ranges: Ranges, family: 'ipv4' | 'ipv6') =>
  ranges.map(([kind, ...subnets]) => {
    const list = new BlockList();
    for (const subnet of subnets) {
      const [net = '', bits = ''] = subnet.split('/');
      list.addSubnet(net, Number(bits), family);
    }
    return { kind, list };
  });

const IPV4_RULES = rulesOf(IPV4, 'ipv4');
const IPV6_RULES = rulesOf(IPV6, 'ipv6');

/** The kind of an address as a resolver gives it. What is no address at all is `reserved`. */
export const addressKind = (address: string): AddressKind => {
  // A zone tells through which interface an address is reached, not what it is.
  const bare = address.replace(/%.*$/, '');
  if (isIPv4(bare)) return IPV4_RULES.find(({ list }) => list.check(bare, 'ipv4'))?.kind ?? 'public';
  return isIPv6(bare) ? kindOfIpv6(bare) : 'reserved';
};

const kindOfIpv6 = (address: string): AddressKind => {
  const groups = groupsOf(address);
  const special = IPV6_RULES.find(({ list }) => list.check(address, 'ipv6'))?.kind;
  if (special) return special;
  const inner = embeddedIn(groups);
  if (inner !== undefined) return addressKind(inner) === 'public' ? 'public' : 'embedded';
  const [first = 0] = groups;
  return first >> 13 === 1 ? 'public' : 'reserved';
};

/** The IPv4 address that a packet to this IPv6 address ends up at: NAT64 (RFC 6052) and 6to4 (RFC 3056). */
const embeddedIn = (groups: readonly number[]): string | undefined => {
  const [first, second, third = 0] = groups;
  if (first === 0x2002) return ipv4Of(second ?? 0, third);
  const isNat64 = first === 0x64 && second === 0xff9b && groups.slice(2, 6).every((group) => group === 0);
  return isNat64 ? ipv4Of(groups[6] ?? 0, groups[7] ?? 0) : undefined;
};

const ipv4Of = (high: number, low: number): string => [high >> 8, high & 255, low >> 8, low & 255].join('.');

/** The eight groups of an IPv6 address. The URL parser writes it in one way, without dotted parts, whichever way it came. */
const groupsOf = (address: string): readonly number[] => {
  const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const listed = (text: string): readonly number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  if (tail === undefined) return listed(head);
  const [before, after] = [listed(head), listed(tail)];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
};
