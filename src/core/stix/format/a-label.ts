/** Parameters of RFC 3492 5. */
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const FIRST_BIAS = 72;
const FIRST_CODE = 0x80;

const DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';

const ASCII = /^[!-~]*$/;

/** A label of a domain name as the DNS holds it: `xn--` and Punycode (RFC 5890 2.3.2.1, RFC 3492) if it is not ASCII. */
export const aLabelOf = (label: string): string => {
  if (ASCII.test(label)) return label.toLowerCase();
  const codes = Array.from(label.normalize('NFC').toLowerCase(), (character) => character.codePointAt(0) ?? 0);
  const basic = codes.filter((code) => code < FIRST_CODE);
  const text = String.fromCodePoint(...basic);
  if (basic.length === codes.length) return text;
  return `xn--${text}${text === '' ? '' : '-'}${deltasOf(codes, basic.length)}`;
};

/** The encoding procedure of RFC 3492 6.3, from behind the delimiter. Quadratic: labels are short. */
const deltasOf = (codes: readonly number[], basicCount: number): string => {
  let output = '';
  let delta = 0;
  let bias = FIRST_BIAS;
  let handled = basicCount;
  let least = FIRST_CODE;
  while (handled < codes.length) {
    const next = Math.min(...codes.filter((code) => code >= least));
    delta += (next - least) * (handled + 1);
    least = next;
    for (const code of codes) {
      if (code < least) delta++;
      if (code !== least) continue;
      output += integerOf(delta, bias);
      bias = biasAfter(delta, handled + 1, handled === basicCount);
      delta = 0;
      handled++;
    }
    delta++;
    least++;
  }
  return output;
};

const integerOf = (value: number, bias: number): string => {
  let output = '';
  let rest = value;
  for (let k = BASE; ; k += BASE) {
    const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
    if (rest < threshold) return output + (DIGITS[rest] ?? '');
    output += DIGITS[threshold + ((rest - threshold) % (BASE - threshold))] ?? '';
    rest = Math.floor((rest - threshold) / (BASE - threshold));
  }
};

const biasAfter = (value: number, count: number, first: boolean): number => {
  let delta = first ? Math.floor(value / DAMP) : Math.floor(value / 2);
  delta += Math.floor(delta / count);
  let k = 0;
  while (delta > ((BASE - T_MIN) * T_MAX) / 2) {
    delta = Math.floor(delta / (BASE - T_MIN));
    k += BASE;
  }
  return k + Math.floor(((BASE - T_MIN + 1) * delta) / (delta + SKEW));
};
