import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SIGNER } from '../../../test/ledger/published-log.js';
import { checkEd25519 } from '../../client/ledger/ed25519.js';
import { parseNoteKey } from './note-key.js';
import { formatNote, NOTE_LENGTH_MAX, parseNote, signatureLine, verifiedBy } from './signed-note.js';

interface Case {
  readonly comment: string;
  readonly note: string;
  readonly keys: readonly string[];
  readonly text?: string;
  readonly signers?: readonly string[] | null;
  readonly refused?: true;
}

const { cases } = JSON.parse(readFileSync(new URL('../../../vectors/ledger/notes.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[];
};
const refusal = expect.objectContaining({ code: 'note-malformed' });

describe('a signed note', () => {
  it.each(cases)('$comment', ({ note, keys, text, signers, refused }) => {
    if (refused) {
      expect(() => parseNote(note)).toThrow(refusal);
      return;
    }
    const parsed = parseNote(note);
    expect(parsed.text).toBe(text);
    expect(verifiedBy(checkEd25519, parsed, keys.map(parseNoteKey))?.map(({ name }) => name)).toEqual(signers ?? undefined);
  });

  it('is put together from a text and lines as it is taken apart', () => {
    const { name, publicKey, id } = parseNoteKey(SIGNER.key);
    const signature = new Uint8Array(64).fill(9);
    const note = formatNote('text\n\nmore\n', [
      signatureLine(name, publicKey, signature),
      signatureLine('other', publicKey, signature),
    ]);
    expect(parseNote(note)).toEqual({
      text: 'text\n\nmore\n',
      signatures: [
        { name, id, signature },
        { name: 'other', id: expect.stringMatching(/^[0-9a-f]{8}$/) as string, signature },
      ],
    });
  });

  it('has a text that ends in a line feed', () => expect(() => formatNote('text', [])).toThrow(RangeError));

  it('is refused beyond a length, and above it has room for 16 signatures of 5 kB', () => {
    const line = signatureLine('witness.example', new Uint8Array(32), new Uint8Array(5_000));
    expect(
      parseNote(
        formatNote(
          'text\n',
          Array.from({ length: 16 }, () => line),
        ),
      ).signatures,
    ).toHaveLength(16);
    expect(() => parseNote(formatNote(`${'x'.repeat(NOTE_LENGTH_MAX)}\n`, [line]))).toThrow(refusal);
  });

  it.each(['\ud800', '\u0000', '\u001f', '\r'])('holds no %j', (character) => {
    expect(() => parseNote(SIGNER.sign(`a${character}\n`))).toThrow(refusal);
  });
});
