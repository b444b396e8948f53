import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { StixObject } from '../stix/stix-object.js';
import type { Facet, FacetSelector } from './facet.js';
import { facetsOf, hasFacet } from './facets-of.js';

const has = (selector: FacetSelector, properties: Record<string, unknown>): boolean =>
  hasFacet({ name: 'f', description: '', selectors: [selector] }, { type: 'report', id: 'report--1', ...properties });

const root = new URL('../../../', import.meta.url);
const attack = new URL('../shared/data/attack/ics-attack.json', root);

describe('hasFacet', () => {
  it('is the whole object without a path', () => {
    expect(has({ type: 'report' }, {})).toBe(true);
    expect(has({ type: 'note' }, {})).toBe(false);
    expect(has({ type: '*' }, {})).toBe(true);
  });

  it('follows a path through objects and items of lists', () => {
    expect(has({ type: '*', path: 'a.b[*].c' }, { a: { b: [{ d: 1 }, { c: false }] } })).toBe(true);
    expect(has({ type: '*', path: 'a.b[*].c' }, { a: { b: [{ d: 1 }] } })).toBe(false);
    expect(has({ type: '*', path: 'a[*]' }, { a: [] })).toBe(false);
    expect(has({ type: '*', path: 'a' }, { a: [] })).toBe(true);
    expect(has({ type: '*', path: 'a' }, { a: 0 })).toBe(true);
    expect(has({ type: '*', path: 'a' }, { a: null })).toBe(false);
  });

  it('finds nothing that the object does not itself have', () => {
    expect(has({ type: '*', path: 'constructor' }, {})).toBe(false);
    expect(has({ type: '*', path: 'a.length' }, { a: 'text' })).toBe(false);
  });

  it('asks for every property of `where`, each with one of its values', () => {
    const where = { a: ['x', 'y--*'], b: true };
    expect(has({ type: '*', where }, { a: 'x', b: true })).toBe(true);
    expect(has({ type: '*', where }, { a: 'y--1', b: true })).toBe(true);
    expect(has({ type: '*', where }, { a: 'xy', b: true })).toBe(false);
    expect(has({ type: '*', where }, { a: 'x', b: 'true' })).toBe(false);
    expect(has({ type: '*', where }, { a: 'x' })).toBe(false);
    expect(has({ type: '*', where: { a: 'x' } }, { a: ['w', 'x'] })).toBe(true);
    expect(has({ type: '*', path: 'c', where: { a: 'x' } }, { a: 'x' })).toBe(false);
  });
});

describe('the facets of the default rule book', () => {
  const { facets } = JSON.parse(readFileSync(new URL('rulebook/views.json', root), 'utf8')) as { facets: Facet[] };

  it('are, in ATT&CK for ICS, only relations', (context) => {
    if (!existsSync(attack)) {
      console.log(`skipped: ${attack.pathname} is not there`);
      return context.skip();
    }
    const { objects } = JSON.parse(readFileSync(attack, 'utf8')) as { objects: StixObject[] };
    expect(objects.length).toBe(1826);
    for (const object of objects) expect(facetsOf(facets, object)).toEqual(object.type === 'relationship' ? ['relations'] : []);
  });
});
