import { typeOfIdentifier } from '../format/identifier.js';
import { type JsonRecord, quote } from '../json/json-value.js';
import { COMMON_RELATIONSHIPS, LISTED_RELATIONSHIPS } from '../model/listed-relationships.js';
import { standardKindOf } from '../model/object-types.js';
import type { Scene } from './check.js';

/** Every relationship_type that some table of the specification lists. */
const LISTED: ReadonlySet<string> = new Set(Object.values(LISTED_RELATIONSHIPS).flatMap((rows) => Object.keys(rows)));

/** Warns of a relationship of the specification between types for which it does not stand there (STIX 3.7, 5.1.1). */
export const checkRelationship = ({ relationship_type, source_ref, target_ref }: JsonRecord, { warn }: Scene): void => {
  const source = typeOfIdentifier(source_ref);
  const target = typeOfIdentifier(target_ref);
  if (typeof relationship_type !== 'string' || source === undefined || target === undefined) return;
  const common = Object.hasOwn(COMMON_RELATIONSHIPS, relationship_type) ? COMMON_RELATIONSHIPS[relationship_type] : undefined;
  if (common !== undefined) {
    if (common === 'same type' && source !== target)
      warn(
        'S078',
        '/target_ref',
        `${quote(relationship_type)} connects objects of one type, not \`${source}\` and \`${target}\``,
      );
    return;
  }
  // What the standard does not define may be connected with anything.
  if (!LISTED.has(relationship_type) || standardKindOf(source) === undefined || standardKindOf(target) === undefined) return;
  const rows = Object.hasOwn(LISTED_RELATIONSHIPS, source) ? LISTED_RELATIONSHIPS[source] : undefined;
  const targets = rows !== undefined && Object.hasOwn(rows, relationship_type) ? (rows[relationship_type] ?? []) : [];
  if (targets.includes(target) || (targets.includes('sco') && standardKindOf(target) === 'sco')) return;
  warn(
    'S103',
    '/relationship_type',
    `\`${source}\` ${quote(relationship_type)} \`${target}\` is lawful and stands in no table of the standard`,
  );
};
