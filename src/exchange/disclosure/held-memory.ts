import { blockOf, hasBit, NO_BITS } from '../../core/disclosure/held-bits.js';
import { LIMITS } from '../../core/limits.js';
import type { House } from '../house.js';
import type { Carried, FeedKey, HeldBlock } from '../ports/disclosures.js';
import type { Standing } from '../ports/registry.js';

/**
 * What this process knows to be on record as held. Bits are never cleared, so it holds as long as the store goes on from where
 * it was; the participant's count of disclosures, read in the page's own snapshot, tells when it does not.
 */
export class HeldMemory {
  readonly #blocks = new Map<string, HeldBlock>();
  /** By participant: the highest count of disclosures at which something was learnt. */
  readonly #counts = new Map<number, number>();

  holds(standing: Standing, feed: FeedKey, carried: Carried, positions: readonly number[]): boolean {
    if (standing.disclosures < (this.#counts.get(standing.participant) ?? 0)) this.#forget(standing.participant);
    return positions.every((pos) => hasBit(this.#blocks.get(keyOf(feed, blockOf(pos)))?.[carried] ?? NO_BITS, pos));
  }

  learn(participant: number, disclosures: number, blocks: readonly HeldBlock[]): void {
    this.#counts.set(participant, Math.max(disclosures, this.#counts.get(participant) ?? 0));
    for (const block of blocks) {
      const key = keyOf(block, block.block);
      this.#blocks.delete(key);
      this.#blocks.set(key, block);
    }
    for (const key of this.#blocks.keys()) {
      if (this.#blocks.size <= LIMITS.held_blocks_max) break;
      this.#blocks.delete(key);
    }
  }

  #forget(participant: number): void {
    this.#counts.delete(participant);
    for (const [key, block] of this.#blocks) if (block.participant === participant) this.#blocks.delete(key);
  }
}

const keyOf = ({ participant, collection }: FeedKey, block: number): string => `${participant}/${collection}/${block}`;

const memories = new WeakMap<House['store'], HeldMemory>();

export const heldMemoryOf = ({ store }: House): HeldMemory => {
  const memory = memories.get(store) ?? new HeldMemory();
  memories.set(store, memory);
  return memory;
};
