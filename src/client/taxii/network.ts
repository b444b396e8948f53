import type { LookupAddress } from 'node:dns';
import type { AddressKind } from './address-kind.js';

/** The longest that each part of an answer may take, ms. */
export interface Patience {
  /** Name, connection and TLS. */
  readonly connect_ms: number;
  /** From there to the status line and the headers. */
  readonly headers_ms: number;
  /** Between two pieces of the body. */
  readonly idle_ms: number;
  /** All of it. */
  readonly whole_ms: number;
}

export const PATIENCE: Patience = { connect_ms: 15_000, headers_ms: 120_000, idle_ms: 30_000, whole_ms: 600_000 };

/** What a pull takes from the world around it. */
export interface Network {
  /** All addresses of a name. Asked once for each connection, and what it says is judged before anything is sent there. */
  readonly resolve: (host: string) => Promise<readonly LookupAddress[]>;
  readonly kindOf: (address: string) => AddressKind;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly patience: Patience;
}
