/**
 * What the node counts of its own work, for its operator: numbers only, never who or what. Calls return at once and never throw. A
 * house without it counts nothing.
 */
export interface Measures {
  /** A transaction for so many disclosures begins; what is returned is called when it has ended, well or not. */
  disclosing(count: number): () => void;
}
