/** One breach of the STIX standard in one object. `rule`: its number in docs/reference/stix-rules.md. */
export interface Finding {
  readonly rule: string;
  readonly code: 'object-invalid';
  /** JSON pointer to the value, `` for the object itself. */
  readonly pointer: string;
  readonly message: string;
}

/** Takes down one finding. */
export type Report = (rule: string, pointer: string, message: string) => void;
