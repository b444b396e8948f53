/** Words of a simple POSIX command line: blanks, single and double quotes; what stands behind `|` only. */
export const shellSplit = (line: string): readonly string[] => {
  const last = line.split(' | ').at(-1) ?? '';
  const words = [...last.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replace(/["']/g, ''));
  const redirect = words.indexOf('>');
  return redirect < 0 ? words : words.slice(0, redirect);
};
