/** An Ed25519 key that signs (RFC 8032). */
export interface Signer {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** 64 bytes. */
  sign(message: Uint8Array): Uint8Array;
}

/** Secret keys of the node, 32 bytes each. They live in the home, never in the database. */
export interface Keys {
  /** HMAC keys under which token secrets are kept: new ones under the first, older ones are still recognised. */
  readonly token: readonly Uint8Array[];
  /** Keys of `next` cursors: written with the first, read with any. */
  readonly cursor: readonly Uint8Array[];
  /** Who signs checkpoints. While a rotation is under way there are two: the one that signed last is in force. */
  readonly ledger: readonly Signer[];
  /** Public keys that have signed checkpoints, newest first. */
  readonly ledgerPublic: readonly Uint8Array[];
}

/** The keys as this process knows them. Another process may rotate them: what does not fit is looked for in the home again. */
export interface Keyring {
  readonly keys: Keys;
  /** Reads the home again; whether anything had changed. */
  refresh(): Promise<boolean>;
  /** Makes a new signer, which stands beside the former one until `settle`. */
  rotate(): Promise<Keys>;
  /**
   * The signer with this public key is the one in force. If it is the new one, the rotation has come through: new keys for tokens
   * and cursors are made, and the former kept. Else the new one is given up.
   */
  settle(publicKey: Uint8Array): Promise<void>;
}
