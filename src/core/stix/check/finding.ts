/** One breach of a rule in one object. `rule`: `S...` of the STIX standard, in the order of its sections; `P...` of Parley itself. */
export interface Finding {
  readonly rule: string;
  readonly code: 'object-invalid';
  /** JSON pointer to the value, `` for the object itself. */
  readonly pointer: string;
  readonly message: string;
}

/** Takes down one finding. */
export type Report = (rule: string, pointer: string, message: string) => void;
