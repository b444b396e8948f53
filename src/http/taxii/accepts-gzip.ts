/** Whether an Accept-Encoding header takes gzip (RFC 9110 12.5.3). What is not named is not taken, `*` for it is. */
export const acceptsGzip = (header: string | undefined): boolean => {
  const weights = new Map<string, number>();
  for (const coding of (header ?? '').split(',')) {
    const [name = '', ...parameters] = coding.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => /^q\s*=/.test(parameter))?.replace(/^q\s*=\s*/, '');
    if (name !== '') weights.set(name === 'x-gzip' ? 'gzip' : name, weight === undefined ? 1 : Number(weight));
  }
  return (weights.get('gzip') ?? weights.get('*') ?? 0) > 0;
};
