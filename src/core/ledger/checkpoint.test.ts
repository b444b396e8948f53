import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkpointText, parseCheckpoint } from './checkpoint.js';

interface Case {
  readonly comment: string;
  readonly text: string;
  readonly expect: { readonly origin: string; readonly size: number; readonly root: string } | null;
}

const { cases } = JSON.parse(readFileSync(new URL('../../../vectors/ledger/checkpoints.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[];
};

describe('a checkpoint', () => {
  it.each(cases)('$comment', ({ text, expect: expected }) => {
    if (expected === null) {
      expect(() => parseCheckpoint(text)).toThrow(expect.objectContaining({ code: 'note-malformed' }));
      return;
    }
    const checkpoint = { ...expected, root: new Uint8Array(Buffer.from(expected.root, 'base64')) };
    expect(parseCheckpoint(text)).toEqual(checkpoint);
    expect(checkpointText(checkpoint)).toBe(text.split('\n').slice(0, 3).join('\n').concat('\n'));
  });

  it.each(['', 'a\nb'])('has not the origin %j', (origin) => {
    expect(() => checkpointText({ origin, size: 0, root: new Uint8Array(32) })).toThrow(RangeError);
  });
});
