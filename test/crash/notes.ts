import { openCheckpoint } from '../../src/client/ledger/open-checkpoint.js';
import { noteKeyOf } from '../../src/core/ledger/note-key.js';
import { require, Violation } from './violation.js';

/** Every checkpoint that was ever seen, wherever: of one log and one size there is one root. */
export class Notes {
  /** By origin, by size: the root in hex. */
  readonly #roots = new Map<string, Map<number, string>>();
  readonly #texts = new Set<string>();

  constructor(private readonly publicKeys: () => readonly Uint8Array[]) {}

  see(note: string): void {
    if (note === '' || this.#texts.has(note)) return;
    const origin = note.slice(0, note.indexOf('\n'));
    const keys = this.publicKeys().map((key) => noteKeyOf(origin, key));
    const opened = openCheckpoint(note, keys, origin);
    if ('problem' in opened) throw new Violation(`a checkpoint of ${origin} is not to be believed: ${opened.problem}`);
    const { size, root } = opened.checkpoint;
    this.seeRoot(origin, size, Buffer.from(root).toString('hex'));
    this.#texts.add(note);
  }

  seeRoot(origin: string, size: number, root: string): void {
    const sizes = this.#roots.get(origin) ?? new Map<number, string>();
    this.#roots.set(origin, sizes);
    const before = sizes.get(size) ?? root;
    require(before === root, `${origin} has two roots for size ${size}: ${before} and ${root}`);
    sizes.set(size, root);
  }

  /** Of one log, by size. */
  of(origin: string): ReadonlyMap<number, string> {
    return this.#roots.get(origin) ?? new Map();
  }

  get origins(): readonly string[] {
    return [...this.#roots.keys()];
  }

  get count(): number {
    return this.#texts.size;
  }
}
