import { describe, expect, it } from 'vitest';
import { transitionsOf } from './transitions.js';

const wanted = (version: number, first: boolean, last: boolean) => ({
  collection: 7,
  version,
  instant: `t${version}`,
  first,
  last,
});
const live = (pos: number, version: number, first: boolean, last: boolean) => ({ collection: 7, pos, version, first, last });

describe('what seal does to a feed for one object', () => {
  it('appends what is newly visible', () => {
    expect(transitionsOf([], [wanted(1, true, true)])).toEqual({ bury: [], append: [wanted(1, true, true)], mark: [] });
  });

  it('does nothing where nothing changed', () => {
    expect(transitionsOf([live(3, 1, true, true)], [wanted(1, true, true)])).toEqual({ bury: [], append: [], mark: [] });
  });

  it('buries what is no longer wanted', () => {
    expect(transitionsOf([live(3, 1, true, true)], [])).toEqual({ bury: [live(3, 1, true, true)], append: [], mark: [] });
  });

  it('only moves a flag when a newer version takes over', () => {
    expect(transitionsOf([live(3, 1, true, true)], [wanted(1, true, false), wanted(2, false, true)])).toEqual({
      bury: [],
      append: [wanted(2, false, true)],
      mark: [live(3, 1, true, false)],
    });
  });

  it('appends a version anew that became last again, since its old place lies behind its readers', () => {
    const rows = [live(3, 1, true, false), live(4, 2, false, true)];
    expect(transitionsOf(rows, [wanted(1, true, true)])).toEqual({
      bury: [live(4, 2, false, true), live(3, 1, true, false)],
      append: [wanted(1, true, true)],
      mark: [],
    });
  });

  it('appends a version anew that became first again', () => {
    const rows = [live(3, 1, true, false), live(4, 2, false, true)];
    expect(transitionsOf(rows, [wanted(2, true, true)]).append).toEqual([wanted(2, true, true)]);
  });

  it('keeps the same version in two collections apart', () => {
    const here = { ...live(1, 1, true, true), collection: 8 };
    expect(transitionsOf([here], [wanted(1, true, true)])).toEqual({ bury: [here], append: [wanted(1, true, true)], mark: [] });
  });
});
