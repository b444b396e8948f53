/** Bands of the STIX `confidence` property (Appendix A, None/Low/Med/High); `unspecified` when the property is absent. */
export type ConfidenceBand = 'unspecified' | 'none' | 'low' | 'med' | 'high';

/**
 * The policy-relevant facts of one object version in one collection. Every list is sorted and without repetition, so that
 * equal label sets have equal canonical JSON. `docs/reference/labels.md` says where each label comes from.
 */
export interface Labels {
  /** The STIX type. */
  readonly kind: string;
  readonly track: string;
  /** All TLP levels that apply, `clear` to `red`, TLP 1 and 2.0 alike. Empty: unlabelled. */
  readonly tlp: readonly string[];
  readonly pap: readonly string[];
  /** IEP 2.0 statements, as `permitted_actions:none`. */
  readonly iep: readonly string[];
  /** Ids of markings that are none of the above; one that is not (yet) known counts here. Statements never do. */
  readonly markings: readonly string[];
  /** Caveats in the host's words, as `no-onward`. */
  readonly handling: readonly string[];
  /** The facets of the rule book that the object really has, as `victim`. */
  readonly facets: readonly string[];
  readonly confidence: ConfidenceBand;
  /** Id of the participant that first released the object; null: the host. */
  readonly originator: string | null;
}
