const MAC_ADDRESS = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/;

/**
 * What keeps a text from being a MAC address as STIX 6.10 writes it: "a single colon delimited, lowercase MAC-48 address, which
 * MUST include leading zeros for each octet".
 */
export const macAddressFaultOf = (value: string): string | undefined =>
  MAC_ADDRESS.test(value) ? undefined : 'is not a MAC address in lower case with colons, as `d2:fb:49:24:37:18`';
