import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { GIVEN_KEYS } from './given-labels.js';
import { LABEL_SOURCES, labelTables } from './label-sources.js';
import type { Labels } from './labels.js';
import { labelsOf } from './labels-of.js';

const page = fileURLToPath(new URL('../../../docs/reference/labels.md', import.meta.url));
const VALUE_OF: Readonly<Record<string, string>> = {
  tlp: 'red',
  pap: 'red',
  track: 'finance',
  handling: 'no-onward',
  names: 'victim',
  marking: 'marking-definition--826578e1-40ad-459f-bc73-ede076f81f37',
};

const labelled = (given: Record<string, string[]>): Labels =>
  labelsOf({
    object: { type: 'report', id: 'report--1' },
    collection: { track: 'cyber', labels: {} },
    given,
    originator: null,
    facets: [],
    markingOf: () => undefined,
  });

describe('docs/reference/labels.md', () => {
  it('holds the tables of the code; `vitest run -u` on this file writes them', async () => {
    const written = readFileSync(page, 'utf8');
    const begin = '<!-- tables: begin -->\n';
    const end = '<!-- tables: end -->';
    const [before, after] = [written.split(begin)[0], written.split(end)[1]];
    await expect(`${before}${begin}${labelTables()}\n${end}${after}`).toMatchFileSnapshot(page);
  });

  it('has a row for every label, and says truly what is there when nobody says anything', () => {
    const labels = labelled({});
    expect(Object.keys(LABEL_SOURCES).sort()).toEqual(Object.keys(labels).sort());
    for (const [label, { otherwise }] of Object.entries(LABEL_SOURCES)) {
      const value = labels[label as keyof Labels];
      if (Array.isArray(value)) expect(otherwise, label).toMatch(/^none/);
    }
  });

  it('says truly which keys speak of which label', () => {
    const without = labelled({});
    for (const key of GIVEN_KEYS.keys()) {
      const changed = labelled({ [key]: [VALUE_OF[key] ?? ''] });
      const moved = Object.keys(without).filter(
        (label) => JSON.stringify(changed[label as keyof Labels]) !== JSON.stringify(without[label as keyof Labels]),
      );
      expect(moved.length, key).toBeGreaterThan(0);
      for (const label of moved) expect(LABEL_SOURCES[label as keyof Labels].given, label).toContain(key);
    }
    for (const { given } of Object.values(LABEL_SOURCES)) for (const key of given) expect(GIVEN_KEYS.has(key), key).toBe(true);
  });
});
