/**
 * Something ruled or done that must be accountable: kind as `tier-moved`, `by` an operator's slug where a person decided.
 * Rows are appended inside the seal they describe; the ledgers take them as their leaves.
 */
export interface SealedEvent {
  /** ms */
  readonly at: number;
  readonly kind: string;
  readonly by: string | null;
  readonly reason: string | null;
  /** The participant concerned; null: all. */
  readonly participant: number | null;
  /** Never a secret. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface EventSealer {
  /** Durable with the seal it is part of; the order of the calls is the order of the record. */
  append(event: SealedEvent): Promise<void>;
}
