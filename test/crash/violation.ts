/** A promise that was not kept: what the harness is looking for. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

export const require = (holds: boolean, promise: string): void => {
  if (!holds) throw new Violation(promise);
};

/** Says of a list that must be empty what stands in it, but not all of it. */
export const requireNone = (found: readonly unknown[], promise: string): void => {
  const [first] = found;
  require(found.length === 0, `${promise}: ${found.length}, as ${JSON.stringify(first)}`);
};
