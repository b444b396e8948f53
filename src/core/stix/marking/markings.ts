import { isList, isRecord, type JsonRecord } from '../json/json-value.js';
import { iepMarkingOf } from './iep-marking.js';
import {
  PAP_EXTENSION_ID,
  PAP_LEVELS,
  PAP_MARKINGS,
  type PapLevel,
  papLevelOf,
  TLP_LEVELS,
  TLP1_MARKINGS,
  TLP2_EXTENSION_ID,
  TLP2_MARKINGS,
  type TlpLevel,
  tlpLevelOf,
} from './tlp-marking.js';

/**
 * What a marking asks for. `statement`: nothing (a copyright line). `iep`: the statements of an Information Exchange Policy 2.0,
 * as `permitted_actions:none`, and the TLP level it names. `other`: not understood, so it restricts until a partner is cleared.
 */
export type Marking =
  | { readonly kind: 'tlp'; readonly level: TlpLevel }
  | { readonly kind: 'pap'; readonly level: PapLevel }
  | { readonly kind: 'iep'; readonly statements: readonly string[]; readonly tlp?: TlpLevel }
  | { readonly kind: 'statement' }
  | { readonly kind: 'other' };

const OTHER: Marking = { kind: 'other' };

/** The meaning of a marking of the standard (TLP) or of the OASIS common objects (PAP), by its id alone: nobody else can say what these ids mean. */
export const wellKnownMarking = (id: string): Marking | undefined => {
  const tlp = TLP1_MARKINGS.get(id) ?? TLP2_MARKINGS.get(id);
  if (tlp) return { kind: 'tlp', level: tlp };
  const pap = PAP_MARKINGS.get(id);
  return pap && { kind: 'pap', level: pap };
};

/** Ids of all markings on an object: on the whole of it, and on parts of it. Distinct, in order of occurrence. */
export const markingIdsOf = (object: JsonRecord): readonly string[] => {
  const whole = isList(object.object_marking_refs) ? object.object_marking_refs : [];
  const parts = isList(object.granular_markings) ? object.granular_markings : [];
  const ids = [...whole, ...parts.map((part) => (isRecord(part) ? part.marking_ref : undefined))];
  return [...new Set(ids.filter((id) => typeof id === 'string'))];
};

/**
 * What a marking definition means, read on the safe side: what is not understood restricts.
 *
 * A statement restricts nobody by the standard. But producers without a better means write `TLP:RED` or `PAP:AMBER` as the
 * statement or the name; to take that for a copyright line would release what its author meant to hold back.
 */
export const meaningOf = (definition: JsonRecord): Marking => {
  const known = typeof definition.id === 'string' ? wellKnownMarking(definition.id) : undefined;
  if (known) return known;
  const extensions = isRecord(definition.extensions) ? Object.keys(definition.extensions) : [];
  const iep = iepMarkingOf(definition);
  const tagged = taggedMeaning(textsOf(definition));
  if (iep) return iep === 'malformed' || tagged || extensions.length > 1 ? OTHER : { kind: 'iep', ...iep };
  const pap = extensions.length === 1 ? papExtensionOf(definition) : undefined;
  if (pap && (!tagged || (tagged.kind === 'pap' && tagged.level === pap))) return { kind: 'pap', level: pap };
  if (extensions.some((id) => id !== TLP2_EXTENSION_ID)) return OTHER;
  if (tagged) return agrees(tagged, definition) ? tagged : OTHER;
  const isMention = textsOf(definition).some((text) => MENTION.test(text.normalize('NFKC')));
  return isMention || extensions.length > 0 || !isPlainStatement(definition) ? OTHER : { kind: 'statement' };
};

/** Speaks of a protocol without being exactly its tag: `TLP:RED, named recipients only`. Not understood, so it restricts. */
const MENTION = /(^|[^a-z])(tlp|pap)([^a-z]|$)/i;

const isPlainStatement = ({ definition_type, definition }: JsonRecord): boolean =>
  definition_type === 'statement' && isRecord(definition) && Object.keys(definition).join() === 'statement';

/** A tag counts only if nothing else in the definition says otherwise. */
const agrees = (tagged: Marking, definition: JsonRecord): boolean => {
  const extension = isRecord(definition.extensions) ? definition.extensions[TLP2_EXTENSION_ID] : undefined;
  if (extension !== undefined) return isLevel(tagged, isRecord(extension) ? extension.tlp_2_0 : undefined);
  const content = isRecord(definition.definition) ? definition.definition : {};
  const type = typeof definition.definition_type === 'string' ? definition.definition_type.toLowerCase() : '';
  if (type === 'statement') return isPlainStatement(definition);
  const said = Object.values(content);
  return (type === 'tlp' || type === 'pap') && tagged.kind === type && said.every((value) => isLevel(tagged, value));
};

const isLevel = (tagged: Marking, value: unknown): boolean => {
  const word = typeof value === 'string' ? value.replace(/^(tlp|pap):/i, '') : '';
  if (tagged.kind === 'tlp') return tlpLevelOf(word) === tagged.level;
  return tagged.kind === 'pap' && papLevelOf(word) === tagged.level;
};

const papExtensionOf = ({ extensions }: JsonRecord): PapLevel | undefined => {
  const extension = isRecord(extensions) ? extensions[PAP_EXTENSION_ID] : undefined;
  return isRecord(extension) && typeof extension.pap === 'string' ? papLevelOf(extension.pap) : undefined;
};

/** The texts of a definition that may be a tag: its name, its statement, the level of a `pap` definition. */
const textsOf = ({ name, definition_type, definition }: JsonRecord): readonly string[] => {
  const content = isRecord(definition) ? definition : {};
  const texts = [name, definition_type === 'statement' ? content.statement : undefined];
  if (typeof definition_type === 'string' && definition_type.toLowerCase() === 'pap') {
    const level = content.pap ?? content.PAP;
    texts.push(typeof level === 'string' && papLevelOf(level) ? `PAP:${level}` : level);
  }
  return texts.filter((text) => typeof text === 'string');
};

/** A tag as people write it: `TLP:RED`, `tlp: red`, `PAP-AMBER`. */
const TAG = /^\s*(tlp|pap)\s*[: -]\s*([a-z+ -]+?)\s*$/i;

/** The strictest level among texts that are exactly a tag; `other` if a level is unknown, or if both protocols are named. */
const taggedMeaning = (texts: readonly string[]): Marking | undefined => {
  const tags = texts.map((text) => TAG.exec(text)).filter((match) => match !== null);
  if (tags.length === 0) return undefined;
  const words = (protocol: string) => tags.filter((tag) => tag[1]?.toLowerCase() === protocol).map((tag) => tag[2] ?? '');
  const tlp = words('tlp').map(tlpLevelOf);
  const pap = words('pap').map(papLevelOf);
  if (tlp.includes(undefined) || pap.includes(undefined) || (tlp.length > 0 && pap.length > 0)) return OTHER;
  const tlpLevel = strictest(TLP_LEVELS, tlp);
  const papLevel = strictest(PAP_LEVELS, pap);
  if (tlpLevel) return { kind: 'tlp', level: tlpLevel };
  return papLevel && { kind: 'pap', level: papLevel };
};

const strictest = <Level>(levels: readonly Level[], named: readonly (Level | undefined)[]): Level | undefined =>
  levels.findLast((level) => named.includes(level));
