import { describe, expect, it } from 'vitest';
import { referencesOf } from './references.js';

const id = (type: string, number: number) => `${type}--00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

describe('the references of an object', () => {
  it('are found at any depth, each once, in order of occurrence', () => {
    const object = {
      id: id('report', 1),
      created_by_ref: id('identity', 2),
      object_refs: [id('tool', 3), id('identity', 2), id('tool', 4)],
      object_marking_refs: [id('marking-definition', 5)],
      granular_markings: [{ selectors: ['name'], marking_ref: id('marking-definition', 6) }],
      extensions: { 'x-ext': { contains_refs: [id('file', 7)], deep: [{ seen_ref: id('tool', 8) }] } },
    };
    expect(referencesOf(object)).toEqual([
      id('identity', 2),
      id('tool', 3),
      id('tool', 4),
      id('marking-definition', 5),
      id('marking-definition', 6),
      id('file', 7),
      id('tool', 8),
    ]);
  });

  it('leave out what is no identifier, and ids in other properties', () => {
    const object = {
      id: id('file', 1),
      name: id('tool', 2),
      parent_directory_ref: '0',
      git_ref: 'main',
      some_refs: [1, 'x', null],
      object_ref: null,
    };
    expect(referencesOf(object)).toEqual([]);
  });
});
