import type { Span } from './pattern.js';

/** Operands in one node, or the one operand by itself. */
export const joined = <Kind extends string, Node extends Span>(
  kind: Kind,
  operands: readonly [Node, ...Node[]],
): Node | (Span & { readonly kind: Kind; readonly operands: readonly Node[] }) => {
  const [first] = operands;
  const last = operands[operands.length - 1] ?? first;
  return operands.length === 1 ? first : { kind, operands, at: first.at, end: last.end };
};
