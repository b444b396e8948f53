const DECIMAL = /^(0|[1-9][0-9]{0,15})$/;

/** An ASCII decimal "with no leading zeroes" (C2SP tlog-checkpoint), as far as numbers are exact; undefined for another text. */
export const parseDecimal = (text: string): number | undefined => {
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
};
