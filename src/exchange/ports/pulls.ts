import type { PullPosition } from '../../core/pull/pull-position.js';

/** One drain that is repeated: from where, and into what. */
export interface PullKey {
  /** URL of the collection at the other server, with its last slash. */
  readonly url: string;
  /** Id of the collection here. */
  readonly into: string;
}

/** Where pulls go on the next time. It lies in the home, outside the database, and holds no credentials. */
export interface PullPositions {
  /** Undefined: this was never pulled. Errors: `file-unreadable`. */
  find(key: PullKey): Promise<PullPosition | undefined>;
  /** Durable when it resolves. To be called once what came before this position is published. Errors: `home-unwritable`. */
  keep(key: PullKey, position: PullPosition): Promise<void>;
  /**
   * Every pull begins anew. To be called before the database is exchanged for an older one: what was pulled since that is not in
   * there, and would not be asked for again. Durable when it resolves. Errors: `home-unwritable`.
   */
  forget(): Promise<void>;
}
