import { ParleyError } from '../../core/errors.js';
import { type Checkpoint, parseCheckpoint } from '../../core/ledger/checkpoint.js';
import type { NoteKey } from '../../core/ledger/note-key.js';
import { parseNote, type SignedNote, verifiedBy } from '../../core/ledger/signed-note.js';
import { visible } from '../../core/stix/json/json-value.js';
import { checkEd25519 } from './ed25519.js';

export type OpenedCheckpoint = { readonly checkpoint: Checkpoint } | { readonly problem: string };

/**
 * The checkpoint in a note once one of the keys is known to have signed it, or why it is not to be believed. Without an
 * `origin` to expect, it must be the name of a key that signed, so that one log cannot pass for another. tlog-checkpoint: "The
 * log’s key name in its signature line SHOULD match the origin line."
 */
export const openCheckpoint = (note: string, keys: readonly NoteKey[], origin?: string): OpenedCheckpoint => {
  try {
    return believed(parseNote(note), keys, origin);
  } catch (error) {
    if (error instanceof ParleyError && error.code === 'note-malformed') return { problem: error.message };
    throw error;
  }
};

const believed = (note: SignedNote, keys: readonly NoteKey[], origin: string | undefined): OpenedCheckpoint => {
  const signers = verifiedBy(checkEd25519, note, keys);
  if (signers === undefined) return { problem: 'its signature is wrong' };
  if (signers.length === 0) return { problem: 'none of the keys signed it' };
  const checkpoint = parseCheckpoint(note.text);
  const expected = origin === undefined ? signers.map(({ name }) => name) : [origin];
  if (expected.includes(checkpoint.origin)) return { checkpoint };
  return {
    problem: `it is of \`${visible(checkpoint.origin)}\`, not of ${expected.map((name) => `\`${visible(name)}\``).join(' or ')}`,
  };
};
