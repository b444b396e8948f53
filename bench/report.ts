import Table from 'cli-table3';

/** One measured figure and its ratio to a baseline of the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio: number;
  /** What the ratio is to. */
  readonly of: string;
}

export const formatFigures = (title: string, figures: readonly Figure[]): string => {
  const table = new Table({ head: [title, 'value', 'ratio', 'to'], style: { head: [], border: [] } });
  for (const { name, value, unit, ratio, of } of figures)
    table.push([name, `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`, ratio.toFixed(2), of]);
  return table.toString();
};
