const HEX_DIGITS = /^[0-9a-fA-F]+$/;

/** Digits of the hash algorithms of the vocabulary (STIX 10.7) that are written in hexadecimal. */
const HEX_LENGTHS: Readonly<Record<string, number>> = {
  MD5: 32,
  'SHA-1': 40,
  'SHA-256': 64,
  'SHA-512': 128,
  'SHA3-256': 64,
  'SHA3-512': 128,
};

/** A block size and two base64 texts of up to 64 characters; the tool writes the name of the file behind a comma. */
const SSDEEP = /^([1-9]\d{0,9}):[A-Za-z0-9+/]{0,64}:[A-Za-z0-9+/]{0,64}(?:,".*")?$/s;
/** Block sizes of ssdeep are 3, 6, 12 ...: the least one, doubled. */
const SSDEEP_BLOCK_MIN = 3;

/** 35 bytes, since 2020 behind the number of the version, `T1`. */
const TLSH = /^(?:T1)?[0-9A-Fa-f]{70}$/;

/**
 * What keeps a text from being a hash of an algorithm. STIX 2.7: "The hash value MUST be appropriate to the hash type"; of an
 * algorithm that STIX 10.7 does not list any text may be, but an empty one.
 */
export const hashValueFaultOf = (algorithm: string, value: string): string | undefined => {
  if (algorithm === 'SSDEEP') return ssdeepFaultOf(value);
  if (algorithm === 'TLSH')
    return TLSH.test(value) ? undefined : 'is not 70 hexadecimal digits, with `T1` before them or without';
  const length = Object.hasOwn(HEX_LENGTHS, algorithm) ? HEX_LENGTHS[algorithm] : undefined;
  if (length === undefined) return value === '' ? 'is empty: write the hash' : undefined;
  return value.length === length && HEX_DIGITS.test(value) ? undefined : `is not ${length} hexadecimal digits`;
};

const ssdeepFaultOf = (value: string): string | undefined => {
  const block = SSDEEP.exec(value)?.[1];
  if (block === undefined) return 'is not blocksize:hash:hash';
  const isBlock = Number.isInteger(Math.log2(Number(block) / SSDEEP_BLOCK_MIN));
  return isBlock ? undefined : `has the block size ${block}: that of ssdeep is 3, doubled some times`;
};
