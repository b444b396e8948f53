/** Secret keys of the node, 32 bytes each. They live in the home, never in the database. */
export interface Keys {
  /** HMAC key under which token secrets are kept. */
  readonly token: Uint8Array;
  /** Key of `next` cursors. */
  readonly cursor: Uint8Array;
}
