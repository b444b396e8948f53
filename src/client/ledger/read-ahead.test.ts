import { describe, expect, it } from 'vitest';
import { type TileAddress, tilesOf } from '../../core/ledger/tile.js';
import { readAhead } from './read-ahead.js';
import type { TileSource } from './tile-source.js';

const sourceBy = (tile: TileSource['tile']): TileSource => ({ checkpoint: () => Promise.resolve(''), tile });
const numberOf = ({ index }: TileAddress): Uint8Array => Uint8Array.of(index % 256);

describe('reading ahead', () => {
  it('gives every tile once, in order, whichever answers first', async () => {
    const source = sourceBy(async (address) => {
      for (let turn = address.index % 3; turn > 0; turn--) await Promise.resolve();
      return numberOf(address);
    });
    const read = [];
    for await (const { address, bytes } of readAhead(source, tilesOf(5_000))) {
      expect(bytes).toEqual(numberOf(address));
      read.push(address);
    }
    expect(read).toEqual([...tilesOf(5_000)]);
  });

  it('has a few reads under way, and no more', async () => {
    let underWay = 0;
    let most = 0;
    const source = sourceBy(async (address) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return numberOf(address);
    });
    for await (const _ of readAhead(source, tilesOf(10_000)));
    expect(most).toBe(8);
  });

  it('meets an error at its place, and leaves none unhandled behind it', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const source = sourceBy((address) =>
      address.index >= 1 ? Promise.reject(new Error(`no ${address.index}`)) : Promise.resolve(numberOf(address)),
    );
    let read = 0;
    const reading = (async () => {
      for await (const _ of readAhead(source, tilesOf(5_000))) read += 1;
    })();
    await expect(reading).rejects.toThrow('no 1');
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(read).toBe(2);
    expect(unhandled).toEqual([]);
  });
});
