/** Where a node stands in the text of its pattern, in UTF-16 code units: `[at, end)`, parentheses around it included. */
export interface Span {
  readonly at: number;
  readonly end: number;
}

/** STIX 9.2: text in apostrophes; `value` is what the escapes stand for. */
export interface StringConstant extends Span {
  readonly kind: 'string';
  readonly value: string;
}

/** `text` is exact; `value` is the nearest double, which beyond 2^53 may be another number. */
export interface IntegerConstant extends Span {
  readonly kind: 'integer';
  readonly text: string;
  readonly value: number;
}

/** `text` is exact, `value` the nearest double. */
export interface FloatConstant extends Span {
  readonly kind: 'float';
  readonly text: string;
  readonly value: number;
}

/** `text` is what stands between the apostrophes: base64 with its line feeds, or hexadecimal as it was written. */
export interface BytesConstant extends Span {
  readonly kind: 'binary' | 'hex';
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** `instant` is sortable as text (`parseTimestamp`); undefined on a date that does not exist, which never matches (9.4). */
export interface TimestampConstant extends Span {
  readonly kind: 'timestamp';
  readonly text: string;
  readonly instant: string | undefined;
}

export interface BooleanConstant extends Span {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export type NumberConstant = IntegerConstant | FloatConstant;
/** Constants that have an order. */
export type OrderedConstant = StringConstant | NumberConstant | BytesConstant | TimestampConstant;
export type Constant = OrderedConstant | BooleanConstant;

export interface ConstantSet extends Span {
  readonly kind: 'set';
  readonly items: readonly Constant[];
}

/** A property or the key of a dictionary, which only the object tells apart. */
export interface NameStep extends Span {
  readonly kind: 'name';
  readonly name: string;
}

/** `[n]`. */
export interface IndexStep extends Span {
  readonly kind: 'index';
  readonly index: number;
}

/** `[*]`: any item of the list. */
export interface AnyItemStep extends Span {
  readonly kind: 'any-item';
}

export type PathStep = NameStep | IndexStep | AnyItemStep;

export interface ObjectType extends Span {
  readonly name: string;
}

/** STIX 9.7: `type:property`, then steps into lists, dictionaries and the objects that references lead to. */
export interface ObjectPath extends Span {
  readonly type: ObjectType;
  readonly steps: readonly [NameStep, ...PathStep[]];
}

interface Test extends Span {
  readonly path: ObjectPath;
  /** Whether `NOT` stands before the operator. */
  readonly negated: boolean;
}

export interface EqualityTest extends Test {
  readonly kind: 'equality';
  readonly operator: '=' | '!=';
  readonly constant: Constant;
}

export interface OrderTest extends Test {
  readonly kind: 'order';
  readonly operator: '>' | '<' | '>=' | '<=';
  readonly constant: OrderedConstant;
}

export interface MembershipTest extends Test {
  readonly kind: 'membership';
  readonly operator: 'IN';
  readonly constant: ConstantSet;
}

export interface TextTest extends Test {
  readonly kind: 'text';
  readonly operator: 'LIKE' | 'MATCHES' | 'ISSUBSET' | 'ISSUPERSET';
  readonly constant: StringConstant;
}

export interface ExistenceTest extends Test {
  readonly kind: 'existence';
  readonly operator: 'EXISTS';
}

/** Comparisons joined by one operator, from left to right; a chain of any length is one node with many operands. */
export interface ComparisonJunction extends Span {
  readonly kind: 'and' | 'or';
  readonly operands: readonly Comparison[];
}

export type ComparisonTest = EqualityTest | OrderTest | MembershipTest | TextTest | ExistenceTest;
/** STIX 9.6: what one object must be like. */
export type Comparison = ComparisonTest | ComparisonJunction;

/** `[ ]`: what holds of one observation (STIX 9.5). */
export interface SingleObservation extends Span {
  readonly kind: 'single';
  readonly comparison: Comparison;
}

export interface RepeatsQualifier extends Span {
  readonly kind: 'repeats';
  readonly times: IntegerConstant;
}

export interface WithinQualifier extends Span {
  readonly kind: 'within';
  readonly seconds: NumberConstant;
}

export interface StartStopQualifier extends Span {
  readonly kind: 'start-stop';
  readonly start: TimestampConstant;
  readonly stop: TimestampConstant;
}

export type Qualifier = RepeatsQualifier | WithinQualifier | StartStopQualifier;

/** Qualifiers apply from left to right; `([a] REPEATS 2 TIMES) REPEATS 2 TIMES` is one within another. */
export interface QualifiedObservation extends Span {
  readonly kind: 'qualified';
  readonly observation: ObservationExpression;
  readonly qualifiers: readonly [Qualifier, ...Qualifier[]];
}

export interface ObservationJunction extends Span {
  readonly kind: 'and' | 'or' | 'followed-by';
  readonly operands: readonly ObservationExpression[];
}

export type ObservationExpression = SingleObservation | QualifiedObservation | ObservationJunction;

/** A STIX pattern (STIX 9.4). Immutable, and no deeper than `PATTERN_DEPTH_MAX` parentheses allow when `parsePattern` made it. */
export type Pattern = ObservationExpression;
