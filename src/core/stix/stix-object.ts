/** A granular marking (STIX 7.2.3): exactly one of `marking_ref` and `lang`. */
export interface GranularMarking {
  readonly selectors: readonly string[];
  readonly marking_ref?: string;
  readonly lang?: string;
}

/**
 * A STIX object that passed `checkObject`: the common properties (STIX 3.2) are what their types say. All other properties are
 * `unknown` until looked at.
 */
export interface StixObject {
  readonly type: string;
  readonly id: string;
  readonly spec_version?: string;
  readonly created?: string;
  readonly modified?: string;
  readonly created_by_ref?: string;
  readonly revoked?: boolean;
  readonly labels?: readonly string[];
  readonly confidence?: number;
  readonly lang?: string;
  readonly object_marking_refs?: readonly string[];
  readonly granular_markings?: readonly GranularMarking[];
  readonly extensions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [property: string]: unknown;
}
