/**
 * Collects one stretch of bytes that may lie across chunks. Bytes are copied only across borders; more than `bytes_max` are
 * counted and dropped, so memory stays flat.
 */
export class ByteGatherer {
  #kept = new Uint8Array(0);
  #length = 0;
  #total = 0;

  constructor(readonly bytes_max: number) {}

  begin(): void {
    this.#length = 0;
    this.#total = 0;
  }

  /** Takes the bytes of a chunk that ends, or that another stretch interrupts. */
  keep(chunk: Uint8Array, from: number, to: number): void {
    if (to <= from) return;
    this.#total += to - from;
    if (this.#total > this.bytes_max) {
      this.#kept = new Uint8Array(0);
      this.#length = 0;
      return;
    }
    this.#reserve(this.#length + to - from);
    this.#kept.set(chunk.subarray(from, to), this.#length);
    this.#length += to - from;
  }

  /**
   * The whole stretch with its last bytes, or undefined if it was too long. Lies it in one chunk, it is a view of that chunk.
   */
  finish(chunk: Uint8Array, from: number, to: number): Uint8Array | undefined {
    if (this.#total === 0) return to - from > this.bytes_max ? undefined : chunk.subarray(from, to);
    this.keep(chunk, from, to);
    const whole = this.#total > this.bytes_max ? undefined : this.#kept.slice(0, this.#length);
    this.begin();
    return whole;
  }

  #reserve(length: number): void {
    if (length <= this.#kept.length) return;
    const grown = new Uint8Array(Math.min(this.bytes_max, Math.max(length, this.#kept.length * 2, 4096)));
    grown.set(this.#kept.subarray(0, this.#length));
    this.#kept = grown;
  }
}
