import { visible } from '../core/stix/json/json-value.js';
import type { StixObject } from '../core/stix/stix-object.js';
import { readArrivals } from '../exchange/read-arrivals.js';

const ROWS_MAX = 50;

/** The first objects of a bundle that comes in pieces, a row each (type, name, id), and how many there are in all. */
export const previewRows = async (
  pieces: AsyncIterable<string>,
): Promise<{ readonly rows: readonly (readonly string[])[]; readonly count: number }> => {
  const rows: string[][] = [];
  let count = 0;
  for await (const { arrived } of readArrivals(bytesOf(pieces))) {
    count += arrived.length;
    for (const { object } of arrived.slice(0, ROWS_MAX - rows.length)) rows.push([object.type, nameOf(object), object.id]);
  }
  return { rows, count };
};

const encoder = new TextEncoder();

async function* bytesOf(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield encoder.encode(piece);
}

const NAMING = ['name', 'value', 'relationship_type', 'abstract', 'opinion', 'path', 'subject', 'user_id'] as const;

const nameOf = (object: StixObject): string => {
  const named = NAMING.map((property) => object[property]).find((value) => typeof value === 'string');
  return typeof named === 'string' ? visible(named) : '';
};
