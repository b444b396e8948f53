import { ParleyError } from '../errors.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { parseDecimal } from './decimal.js';
import { parseNote } from './signed-note.js';
import { HASH_LENGTH } from './tree-hash.js';

/** A tree as its log vouches for it. */
export interface Checkpoint {
  /** The name of the log. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/**
 * The note text of a checkpoint (C2SP tlog-checkpoint), without extension lines: what they say nobody could audit. Throws a
 * RangeError for an origin that is empty or no single line.
 */
export const checkpointText = ({ origin, size, root }: Checkpoint): string => {
  if (origin === '' || origin.includes('\n')) throw new RangeError('the origin of a checkpoint is one line');
  return `${origin}\n${size}\n${encodeBase64(root)}\n`;
};

/** Of the text of a note; extension lines are passed over. Errors: `note-malformed`. */
export const parseCheckpoint = (text: string): Checkpoint => {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw malformed('it does not end with a line feed');
  const [origin, size, root] = lines;
  if (origin === undefined || size === undefined || root === undefined) throw malformed('it has fewer than three lines');
  if (lines.includes('')) throw malformed('it has an empty line');
  const leaves = parseDecimal(size);
  if (leaves === undefined) throw malformed('its second line is not the size of a tree');
  const bytes = decodeBase64(root);
  if (bytes?.length !== HASH_LENGTH) throw malformed('its third line is not the base64 of a root');
  return { origin, size: leaves, root: bytes };
};

/** What a signed note says of a tree; who signed it is not looked at. Errors: `note-malformed`. */
export const checkpointIn = (note: string): Checkpoint => parseCheckpoint(parseNote(note).text);

const malformed = (reason: string): ParleyError => new ParleyError('note-malformed', { format: 'checkpoint', reason });
