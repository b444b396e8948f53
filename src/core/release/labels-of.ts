import type { Collection, GivenLabels } from '../registry/collection.js';
import { type Marking, markingIdsOf, wellKnownMarking } from '../stix/marking/markings.js';
import { type ParleyExtension, parleyExtensionOf } from '../stix/parley-extension.js';
import type { StixObject } from '../stix/stix-object.js';
import { confidenceBandOf } from './confidence-band.js';
import { distinct } from './distinct.js';
import type { Facet } from './facet.js';
import { facetsOf } from './facets-of.js';
import type { Labels } from './labels.js';

export interface Labelled {
  readonly object: StixObject;
  readonly collection: Pick<Collection, 'track' | 'labels'>;
  /** What operators gave to the object. It adds; only `track` replaces. */
  readonly given: GivenLabels;
  /** Id of the participant that first released the object; null: the host. */
  readonly originator: string | null;
  /** The facets of the rule book. */
  readonly facets: readonly Facet[];
  /** The meaning of a marking; undefined: not known (yet), which restricts. */
  readonly markingOf: (id: string) => Marking | undefined;
}

/**
 * The labels of an object in a collection (`docs/reference/labels.md`). An operator's label never lowers one that the object
 * carries: both apply. A default of the collection for TLP, PAP or IEP applies where neither the object nor an operator says
 * anything of its kind; defaults for markings, caveats and facets always add: an author's own must not lift the host's.
 */
export const labelsOf = ({ object, collection, given, originator, facets, markingOf }: Labelled): Labels => {
  const extension = parleyExtensionOf(object);
  const carried = carriedBy(object, extension, markingOf);
  const ruled = givenLabels(given, markingOf);
  const fallback = givenLabels(collection.labels, markingOf);
  const either = (key: keyof Carried): readonly string[] => {
    const said = [...carried[key], ...ruled[key]];
    return distinct(said.length > 0 ? said : fallback[key]);
  };
  const all = (key: keyof Carried): readonly string[] => distinct([...carried[key], ...ruled[key], ...fallback[key]]);
  // A partner does not choose the line of dealing on which its objects are decided.
  const ownTrack = originator === null ? extension?.track : undefined;
  return {
    kind: object.type,
    track: given.track?.[0] ?? ownTrack ?? collection.labels.track?.[0] ?? collection.track,
    tlp: either('tlp'),
    pap: either('pap'),
    iep: either('iep'),
    markings: all('markings'),
    handling: all('handling'),
    facets: distinct([...facetsOf(facets, object), ...all('names')]),
    confidence: confidenceBandOf(object.confidence),
    originator,
  };
};

/** Labels that come as lists, by one source. */
interface Carried {
  readonly tlp: readonly string[];
  readonly pap: readonly string[];
  readonly iep: readonly string[];
  readonly markings: readonly string[];
  readonly handling: readonly string[];
  readonly names: readonly string[];
}

/** What the object itself says. A granular marking counts for the whole object: the stricter reading of STIX 7.2.3. */
const carriedBy = (object: StixObject, extension: ParleyExtension | undefined, markingOf: Labelled['markingOf']): Carried => {
  const meant = meantBy(markingIdsOf(object), markingOf);
  return {
    ...meant,
    // The standard's own marking definitions are public, and nothing can mark them: "a marking never marks itself" (3.2).
    tlp: meant.tlp.length === 0 && wellKnownMarking(object.id) ? ['clear'] : meant.tlp,
    handling: extension?.handling ?? [],
    names: extension?.names ?? [],
  };
};

const givenLabels = (given: GivenLabels, markingOf: Labelled['markingOf']): Carried => {
  const meant = meantBy(given.marking ?? [], markingOf);
  return {
    ...meant,
    tlp: [...meant.tlp, ...(given.tlp ?? [])],
    pap: [...meant.pap, ...(given.pap ?? [])],
    handling: given.handling ?? [],
    names: given.names ?? [],
  };
};

/** Sorts markings into the labels they mean. One that is not known or not understood stays by id: only its own clearance opens it. */
const meantBy = (ids: readonly string[], markingOf: Labelled['markingOf']): Omit<Carried, 'handling' | 'names'> => {
  const meant = { tlp: [] as string[], pap: [] as string[], iep: [] as string[], markings: [] as string[] };
  for (const id of ids) {
    const marking = markingOf(id) ?? { kind: 'other' };
    switch (marking.kind) {
      case 'tlp':
        meant.tlp.push(marking.level);
        break;
      case 'pap':
        meant.pap.push(marking.level);
        break;
      case 'iep':
        meant.iep.push(...marking.statements);
        if (marking.tlp !== undefined) meant.tlp.push(marking.tlp);
        break;
      case 'statement':
        break;
      case 'other':
        meant.markings.push(id);
    }
  }
  return meant;
};
