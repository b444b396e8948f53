import type { Decision } from '../release/decision.js';

/**
 * What one participant sees of an object. `whole` is the object itself, byte for byte. Derived editions (a view that
 * conceals a facet the object has) join here as further kinds; until they are minted, such a decision yields no edition.
 */
export interface Edition {
  readonly kind: 'whole';
}

const WHOLE: Edition = { kind: 'whole' };

/** The fullest lawful edition under a decision; undefined: withheld. */
export const editionOf = (decision: Decision): Edition | undefined =>
  decision.outcome === 'released' && decision.conceals.length === 0 ? WHOLE : undefined;

/** The bytes of an edition as text, from the stored original. The one place where an original turns into what leaves the node. */
export const textOf = (edition: Edition, original: string): string => {
  switch (edition.kind) {
    case 'whole':
      return original;
  }
};
