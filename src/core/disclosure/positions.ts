/**
 * Positions of a feed as ascending runs: `1-100,105`. The form in which a delivery tells what left, in its record and in its
 * leaf: short where pages are contiguous, and readable.
 */
export const formatPositions = (positions: readonly number[]): string => {
  const runs: string[] = [];
  for (let at = 0; at < positions.length; ) {
    const first = positions[at] ?? 0;
    let last = first;
    for (at++; positions[at] === last + 1; at++) last++;
    runs.push(first === last ? `${first}` : `${first}-${last}`);
  }
  return runs.join(',');
};

/** The runs of such a text, in order. Throws RangeError for anything that `formatPositions` does not write. */
export const parsePositions = (text: string): readonly (readonly [first: number, last: number])[] => {
  let before = 0;
  return text.split(',').map((run) => {
    const [, from, to = from] = /^([1-9]\d{0,15})(?:-([1-9]\d{0,15}))?$/.exec(run) ?? [];
    const [first, last] = [Number(from), Number(to)];
    if (!(first > before) || !(last >= first)) throw new RangeError(`not positions: ${run}`);
    before = last;
    return [first, last] as const;
  });
};
