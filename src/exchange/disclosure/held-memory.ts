import { blockOf, hasBit, NO_BITS } from '../../core/disclosure/held-bits.js';
import { LIMITS } from '../../core/limits.js';
import type { House } from '../house.js';
import type { BlockKey, Carried, FeedKey, HeldBlock } from '../ports/disclosures.js';
import type { Standing } from '../ports/registry.js';

/** Where a participant's record stands: its history, and the count of disclosures. */
export type RecordPlace = Pick<Standing, 'participant' | 'history' | 'disclosures'>;

/**
 * What this process knows to be on record as held. Bits are never cleared, so it holds as long as the store goes on from where
 * it was. History and count, read in the page's own snapshot, tell when it does not: a tail of the record was given up, and what
 * was in it must be put on record again, however much has been since.
 */
export class HeldMemory {
  readonly #blocks = new Map<string, HeldBlock>();
  /** By participant: the history of what was learnt, and the highest count of disclosures at which it was. */
  readonly #places = new Map<number, RecordPlace>();

  holds(standing: RecordPlace, feed: FeedKey, carried: Carried, positions: readonly number[]): boolean {
    const known = this.#places.get(standing.participant);
    if (known?.history !== standing.history || standing.disclosures < known.disclosures) this.#forget(standing.participant);
    let block = -1;
    let bits = NO_BITS;
    return positions.every((pos) => {
      if (blockOf(pos) !== block) {
        block = blockOf(pos);
        bits = this.#blocks.get(blockKey({ ...feed, block }))?.[carried] ?? NO_BITS;
      }
      return hasBit(bits, pos);
    });
  }

  /** Blocks of this participant as they are on record there. */
  learn(place: RecordPlace, blocks: readonly HeldBlock[]): void {
    const known = this.#places.get(place.participant);
    if (known?.history !== place.history) this.#forget(place.participant);
    else if (known.disclosures > place.disclosures) return;
    this.#places.set(place.participant, place);
    for (const block of blocks) {
      const key = blockKey(block);
      this.#blocks.delete(key);
      this.#blocks.set(key, block);
    }
    for (const key of this.#blocks.keys()) {
      if (this.#blocks.size <= LIMITS.held_blocks_max) break;
      this.#blocks.delete(key);
    }
  }

  #forget(participant: number): void {
    this.#places.delete(participant);
    for (const [key, block] of this.#blocks) if (block.participant === participant) this.#blocks.delete(key);
  }
}

export const blockKey = ({ participant, collection, block }: BlockKey): string => `${participant}/${collection}/${block}`;

const memories = new WeakMap<House['store'], HeldMemory>();

export const heldMemoryOf = ({ store }: House): HeldMemory => {
  const memory = memories.get(store) ?? new HeldMemory();
  memories.set(store, memory);
  return memory;
};
