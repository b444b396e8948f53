import { isList, isRecord, type JsonRecord } from '../json/json-value.js';
import { childOf, parseSelector, type Selector, type SelectorStep } from './selector.js';

/** The ids of the markings on a part of an object, each once, and the language of its text. */
export interface EffectiveMarkings {
  /** Those on the whole object "and all of its contents" (STIX 7.2.2). */
  readonly whole: readonly string[];
  /** Those on the part itself or on what it lies in, from the outermost inwards. */
  readonly granular: readonly string[];
  /** Absent: nobody said. */
  readonly lang?: string;
}

/** A selected part of an object, and what its granular markings say of it. */
export interface MarkedPath {
  readonly path: Selector;
  readonly markings: readonly string[];
  readonly lang?: string;
}

/**
 * The markings on any part of an object (STIX 7.2.2, 7.2.3). A selector covers everything below what it selects: "due to the
 * recursive nature of the selector, that includes all list items and all properties of those list items".
 *
 * Markings on the whole and on the part are handed back side by side. Which of them governs where both speak, the standard does
 * not say (S140): that is for policy, in which the stricter one wins.
 *
 * What cannot be read restricts: a granular marking with a selector that is malformed or selects nothing, or without selectors,
 * covers the whole object. A tree is made once in linear time and then asked for many paths; it does not follow later changes
 * of the object.
 */
export class MarkingTree {
  readonly #whole: readonly string[];
  readonly #lang: string | undefined;
  readonly #root = nodeBelow();

  constructor(object: JsonRecord) {
    this.#whole = [...new Set(listed(object.object_marking_refs).filter(isText))];
    this.#lang = isText(object.lang) ? object.lang : undefined;
    for (const marking of listed(object.granular_markings)) if (isRecord(marking)) this.#take(marking, object);
  }

  /** What holds for a path; of several languages, the one said of the least part. */
  effective(path: Selector): EffectiveMarkings {
    const granular = new Set<string>();
    let lang = this.#lang;
    for (const node of this.#along(path)) {
      for (const id of node.markings) granular.add(id);
      lang = node.lang ?? lang;
    }
    return { whole: this.#whole, granular: [...granular], ...(lang === undefined ? {} : { lang }) };
  }

  /** Ids of all markings that hold for a path or for anything below it: who may see it whole must be cleared for each. */
  within(path: Selector): readonly string[] {
    const ids = new Set(this.#whole);
    const along = this.#along(path);
    for (const { markings } of along) for (const id of markings) ids.add(id);
    const end = along.length > path.length ? along.at(-1) : undefined;
    for (const { markings } of end ? nodesFrom(end) : []) for (const id of markings) ids.add(id);
    return [...ids];
  }

  /** Every part that granular markings select, the outermost first. */
  marked(): readonly MarkedPath[] {
    return nodesFrom(this.#root)
      .filter(({ markings, lang }) => markings.size > 0 || lang !== undefined)
      .map((node) => ({
        path: pathTo(node),
        markings: [...node.markings],
        ...(node.lang === undefined ? {} : { lang: node.lang }),
      }));
  }

  #take(marking: JsonRecord, object: JsonRecord): void {
    const selectors = listed(marking.selectors);
    for (const text of selectors.length > 0 ? selectors : [undefined]) {
      const path = isText(text) ? parseSelector(text) : undefined;
      const node = path && leads(path, object) ? this.#reach(path) : undefined;
      if (isText(marking.marking_ref)) (node ?? this.#root).markings.add(marking.marking_ref);
      // The standard does not say what holds where a part is said to be in two languages.
      if (node && isText(marking.lang)) node.lang ??= marking.lang;
    }
  }

  #reach(path: Selector): Node {
    let node = this.#root;
    for (const step of path) {
      const child = node.children.get(step) ?? nodeBelow({ node, step });
      node.children.set(step, child);
      node = child;
    }
    return node;
  }

  /** The nodes on the way, the root first, as far as there are any. */
  #along(path: Selector): readonly Node[] {
    const nodes = [this.#root];
    for (const step of path) {
      const next = nodes.at(-1)?.children.get(step);
      if (next === undefined) break;
      nodes.push(next);
    }
    return nodes;
  }
}

/** As `MarkingTree.effective`, of a single path. */
export const effectiveMarkings = (object: JsonRecord, path: Selector): EffectiveMarkings =>
  new MarkingTree(object).effective(path);

/** As `MarkingTree.within`, of a single path. */
export const markingsWithin = (object: JsonRecord, path: Selector): readonly string[] => new MarkingTree(object).within(path);

/** As `MarkingTree.marked`. */
export const markedPathsOf = (object: JsonRecord): readonly MarkedPath[] => new MarkingTree(object).marked();

/** A place in an object that a selector leads to or through. */
interface Node {
  readonly parent: { readonly node: Node; readonly step: SelectorStep } | undefined;
  readonly children: Map<SelectorStep, Node>;
  readonly markings: Set<string>;
  lang: string | undefined;
}

const nodeBelow = (parent?: Node['parent']): Node => ({ parent, children: new Map(), markings: new Set(), lang: undefined });

/** A node and all below it, level by level. */
const nodesFrom = (start: Node): readonly Node[] => {
  const nodes = [start];
  for (const node of nodes) for (const child of node.children.values()) nodes.push(child);
  return nodes;
};

const pathTo = (node: Node): Selector => {
  const steps: SelectorStep[] = [];
  for (let parent = node.parent; parent !== undefined; parent = parent.node.parent) steps.push(parent.step);
  return steps.reverse();
};

/** Whether a way leads to a value: so there are never more nodes than the object has values. */
const leads = (path: Selector, object: JsonRecord): boolean => {
  let value: unknown = object;
  for (const step of path) value = childOf(value, step);
  return value !== undefined;
};

const listed = (value: unknown): readonly unknown[] => (isList(value) ? value : []);

const isText = (value: unknown): value is string => typeof value === 'string';
