import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTilePath, type TileAddress, tilePath, tilesOf } from './tile.js';

const { cases } = JSON.parse(readFileSync(new URL('../../../vectors/ledger/paths.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly { readonly comment: string; readonly path: string; readonly expect: TileAddress | null }[];
};

const INDEX_MAX = 2 ** 45 - 2;
const width = fc.integer({ min: 1, max: 256 });
const index = fc.oneof(
  fc.nat({ max: 2000 }),
  fc.maxSafeNat().map((value) => value % INDEX_MAX),
);
const addresses: fc.Arbitrary<TileAddress> = fc.oneof(
  fc.record({ kind: fc.constant('hashes' as const), level: fc.nat({ max: 63 }), index, width }),
  fc.record({ kind: fc.constant('entries' as const), index, width }),
);

describe('the path of a tile', () => {
  it.each(cases)('$comment', ({ path, expect: expected }) => {
    expect(parseTilePath(path)).toEqual(expected ?? undefined);
    if (expected !== null) expect(tilePath(expected)).toBe(path);
  });

  it('reads back as the address it was made of', () => {
    fc.assert(
      fc.property(addresses, (address) => {
        expect(parseTilePath(tilePath(address))).toEqual(address);
      }),
    );
  });

  it('is the only one of an address: what reads as an address is its path', () => {
    const almost = fc
      .tuple(addresses, fc.nat(), fc.constantFrom('0', '1', 'x', '/', '.p/', ''))
      .map(([address, place, piece]) => {
        const path = tilePath(address);
        const at = place % path.length;
        return `${path.slice(0, at)}${piece}${path.slice(at + 1)}`;
      });
    fc.assert(
      fc.property(almost, (path) => {
        const address = parseTilePath(path);
        if (address !== undefined) expect(tilePath(address)).toBe(path);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each<TileAddress>([
    { kind: 'entries', index: -1, width: 1 },
    { kind: 'entries', index: 0.5, width: 1 },
    { kind: 'entries', index: 2 ** 45, width: 1 },
    { kind: 'entries', index: 0, width: 0 },
    { kind: 'entries', index: 0, width: 257 },
    { kind: 'hashes', level: 64, index: 0, width: 1 },
    { kind: 'hashes', level: -1, index: 0, width: 1 },
  ])('is not made for %o', (address) => expect(() => tilePath(address)).toThrow(RangeError));
});

describe('the tiles of a tree', () => {
  const pathsOf = (size: number): readonly string[] => [...tilesOf(size)].map(tilePath);

  it('of no leaves are none', () => expect(pathsOf(0)).toEqual([]));
  it('of 256 leaves are one of a hash above a full one, as tlog-tiles says', () => {
    expect(pathsOf(256)).toEqual(['tile/entries/000', 'tile/0/000', 'tile/1/000.p/1']);
  });
  it('of 70,000 leaves are those that tlog-tiles counts', () => {
    const paths = pathsOf(70_000);
    const full = paths.filter((path) => !path.includes('.p/'));
    expect(full.filter((path) => path.startsWith('tile/0/'))).toHaveLength(273);
    expect(full.filter((path) => path.startsWith('tile/entries/'))).toHaveLength(273);
    expect(full.filter((path) => path.startsWith('tile/1/'))).toEqual(['tile/1/000']);
    expect(paths.filter((path) => path.includes('.p/'))).toEqual([
      'tile/entries/273.p/112',
      'tile/0/273.p/112',
      'tile/1/001.p/17',
      'tile/2/000.p/1',
    ]);
  });
  it('of 256^3 leaves end in those that the last leaf fills, and one hash of the next level', () => {
    const paths = pathsOf(256 ** 3);
    expect(paths.slice(-6)).toEqual([
      'tile/0/x065/534',
      'tile/entries/x065/535',
      'tile/0/x065/535',
      'tile/1/255',
      'tile/2/000',
      'tile/3/000.p/1',
    ]);
    expect(paths).toHaveLength(2 * 65_536 + 256 + 1 + 1);
  });

  it('are what floor(s / 256^l) counts at each level, each once, behind those that they are made of', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat({ max: 3_000 }), fc.integer({ min: 65_000, max: 140_000 })), (size) => {
        const counts = new Map<string, number>();
        for (const address of tilesOf(size)) {
          const name = address.kind === 'entries' ? 'entries' : String(address.level);
          const before = counts.get(name) ?? 0;
          expect(address.index * 256).toBe(before);
          counts.set(name, before + address.width);
          if (address.kind === 'entries') continue;
          const below = counts.get(address.level === 0 ? 'entries' : String(address.level - 1)) ?? 0;
          const needed = (before + address.width) * (address.level === 0 ? 1 : 256);
          expect(below).toBeGreaterThanOrEqual(needed);
        }
        const wanted: [string, number][] = [['entries', size]];
        for (let level = 0; 256 ** level <= size; level++) wanted.push([String(level), Math.floor(size / 256 ** level)]);
        expect([...counts].sort()).toEqual((size === 0 ? [] : wanted).sort());
      }),
      { numRuns: 60 },
    );
  });
});
