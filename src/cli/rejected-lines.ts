import { visible } from '../core/stix/json/json-value.js';
import type { RejectedItem } from '../exchange/read-arrivals.js';
import type { Paint } from './paint.js';

const SHOWN_MAX = 20;

/** A rejected object with the file it stood in. */
export type RejectedFrom = RejectedItem & { readonly file: string };

/** The first rejected objects, one a line: place, id, code and broken rule, message. */
export const rejectedLines = (paint: Paint, rejected: readonly RejectedFrom[], total: number): readonly string[] => {
  const files = new Set(rejected.map(({ file }) => file)).size;
  const lines = rejected.slice(0, SHOWN_MAX).map(({ file, index, id, code, rule, message }) => {
    const place = files > 1 ? `${file} #${index}` : `#${index}`;
    const words = [place, id === null ? undefined : visible(id), paint.red(rule === null ? code : `${code} ${rule}`), message];
    return words.filter((word) => word !== undefined).join('  ');
  });
  return total > SHOWN_MAX ? [...lines, paint.dim(`and ${total - SHOWN_MAX} more: --json lists them`)] : lines;
};
