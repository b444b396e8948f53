import type { FeedScheme } from '../core/feed/scheme.js';
import type { Keyring } from './ports/keys.js';
import type { Measures } from './ports/measures.js';
import type { RuleEngine } from './ports/rule-engine.js';
import type { Store } from './ports/store.js';
import type { Witness } from './ports/witness.js';

/** What every verb is given. Clock and random are parameters: nothing below reads the time or rolls dice by itself. */
export interface House {
  readonly store: Store;
  readonly engine: RuleEngine;
  readonly keyring: Keyring;
  readonly witness: Witness;
  readonly scheme: FeedScheme;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly random: (bytes: number) => Uint8Array;
  /** Loud for the operator: an erring rule, a limit reached. Never content, never secrets. */
  readonly alarm: (kind: string, detail: Readonly<Record<string, string | number>>) => void;
  readonly measures?: Measures | undefined;
}
