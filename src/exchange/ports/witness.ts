/**
 * The home's own memory of the host ledger, outside the database: the newest checkpoint that was seen committed. A database
 * that is behind it, or contradicts it, has lost a tail or was exchanged.
 */
export interface Witness {
  /** Signed note; undefined in a new home. */
  last(): string | undefined;
  /** Durable when it resolves: survives power loss. A note that is older than the newest one kept changes nothing. */
  keep(note: string): Promise<void>;
  /** Looks at what other processes of this home have kept: a newer checkpoint, or that they began anew; whether there is such. */
  refresh(): Promise<boolean>;
  /** Begins anew with this note, whatever was kept: for `ledger recover` alone. */
  restart(note: string): Promise<void>;
}
