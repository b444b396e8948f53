const HEX_DIGITS = /^[0-9a-f]*$/;

/** Whether a text is hexadecimal: STIX 2.8 wants "an even number of hexadecimal characters", "'0' through '9' and 'a' through 'f'". */
export const isHex = (text: string): boolean => text.length % 2 === 0 && HEX_DIGITS.test(text);
