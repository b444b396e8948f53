/** A data type of STIX (section 2), as a property table names it. */
export type PropertyType =
  | { readonly kind: 'list'; readonly of: PropertyType }
  | { readonly kind: 'identifier'; readonly targets: readonly string[] }
  | { readonly kind: 'integer' | 'float'; readonly least: number; readonly most: number }
  | { readonly kind: 'enum'; readonly terms: readonly string[] }
  | { readonly kind: SimpleKind };

const SIMPLE_KINDS = [
  'any',
  'binary',
  'boolean',
  'dictionary',
  'external-reference',
  'granular-marking',
  'hashes',
  'hex',
  'kill-chain-phase',
  'language',
  'string',
  'timestamp',
] as const;

type SimpleKind = (typeof SIMPLE_KINDS)[number];

export interface Property {
  readonly name: string;
  readonly required: boolean;
  readonly type: PropertyType;
  /** The rule that its values break when they are not of the type; absent: that of the data type. */
  readonly rule: string | undefined;
}

export type PropertyTable = readonly Property[];

/**
 * Reads a table written like those of the specification, one property a line: `name* type @rule`, `*` for required. Types:
 * `string`, `boolean`, `timestamp` ..., `integer 0..100`, `enum a|b`, `identifier of identity|sdo` (types or kinds; without
 * `of`: any), `list of TYPE`.
 */
export const propertyTable = (text: string): PropertyTable =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(propertyOf);

const propertyOf = (line: string): Property => {
  const match = /^(\w+)(\*?) +([^@]+?)(?: +@(S\d{3}))?$/.exec(line);
  if (!match) throw new Error(`not a row of a property table: ${line}`);
  const [, name = '', star = '', type = '', rule] = match;
  return { name, required: star === '*', type: propertyTypeOf(type), rule };
};

const propertyTypeOf = (text: string): PropertyType => {
  const [word = '', ...rest] = text.split(' ');
  if (word === 'list') return { kind: 'list', of: propertyTypeOf(rest.slice(1).join(' ')) };
  if (word === 'identifier') return { kind: 'identifier', targets: rest[1]?.split('|') ?? [] };
  if (word === 'enum') return { kind: 'enum', terms: rest[0]?.split('|') ?? [] };
  if (word === 'integer' || word === 'float') {
    const [least, most] = rest[0]?.split('..').map(Number) ?? [];
    return { kind: word, least: least ?? Number.NEGATIVE_INFINITY, most: most ?? Number.POSITIVE_INFINITY };
  }
  const kind = SIMPLE_KINDS.find((simple) => simple === word);
  if (!kind) throw new Error(`not a data type of a property table: ${text}`);
  return { kind };
};
