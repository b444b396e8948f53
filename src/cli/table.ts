import Table from 'cli-table3';
import type { Paint } from './paint.js';

const BARE = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Aligned columns without borders; an empty `head` leaves the heading out. No rows: the word `none`. */
export const table = (paint: Paint, head: readonly string[], rows: readonly (readonly string[])[]): string => {
  if (rows.length === 0) return 'none';
  const grid = new Table({ chars: BARE, style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] } });
  if (head.length > 0) grid.push(head.map((word) => paint.dim(word)));
  for (const row of rows) grid.push([...row]);
  return grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
};
