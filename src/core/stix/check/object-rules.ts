import { parseTimestamp } from '../format/timestamp.js';
import { type JsonRecord, quote } from '../json/json-value.js';
import type { RuleId } from '../model/rules.js';
import type { Scene } from './check.js';
import { TYPE_RULES } from './type-rules.js';

/** Two timestamps of one object that must be in order. */
interface Order {
  /** Absent: any type. */
  readonly types?: readonly string[];
  readonly earlier: string;
  readonly later: string;
  /** Whether they may also be equal. */
  readonly orEqual: boolean;
  readonly rule: RuleId;
}

const ORDERS: readonly Order[] = [
  { earlier: 'created', later: 'modified', orEqual: true, rule: 'S043' },
  {
    types: ['campaign', 'infrastructure', 'intrusion-set', 'malware', 'threat-actor'],
    earlier: 'first_seen',
    later: 'last_seen',
    orEqual: true,
    rule: 'S081',
  },
  { types: ['sighting'], earlier: 'first_seen', later: 'last_seen', orEqual: true, rule: 'S105' },
  { types: ['indicator'], earlier: 'valid_from', later: 'valid_until', orEqual: false, rule: 'S084' },
  { types: ['observed-data'], earlier: 'first_observed', later: 'last_observed', orEqual: true, rule: 'S092' },
  { types: ['relationship'], earlier: 'start_time', later: 'stop_time', orEqual: false, rule: 'S102' },
  { types: ['network-traffic'], earlier: 'start', later: 'end', orEqual: true, rule: 'S120' },
];

/** Properties of which an object must have some. */
interface Choice {
  readonly type: string;
  readonly of: readonly string[];
  readonly atMostOne?: boolean;
  readonly rule: RuleId;
}

const CHOICES: readonly Choice[] = [
  { type: 'artifact', of: ['payload_bin', 'url'], atMostOne: true, rule: 'S110' },
  { type: 'file', of: ['hashes', 'name'], rule: 'S116' },
  { type: 'location', of: ['region', 'country', 'latitude', 'longitude'], rule: 'S085' },
  { type: 'malware-analysis', of: ['result', 'analysis_sco_refs'], rule: 'S089' },
  { type: 'network-traffic', of: ['src_ref', 'dst_ref'], rule: 'S120' },
  { type: 'observed-data', of: ['objects', 'object_refs'], atMostOne: true, rule: 'S091' },
  { type: 'marking-definition', of: ['definition', 'definition_type', 'extensions'], rule: 'S135' },
];

/** Properties that demand another one. */
interface Demand {
  readonly type: string;
  readonly when: string;
  readonly needs: string;
  /** Property beside which it does not. */
  readonly unless?: string;
  readonly rule: RuleId;
}

const DEMANDS: readonly Demand[] = [
  { type: 'artifact', when: 'url', needs: 'hashes', rule: 'S110' },
  { type: 'artifact', when: 'decryption_key', needs: 'encryption_algorithm', rule: 'S110' },
  { type: 'location', when: 'latitude', needs: 'longitude', rule: 'S086' },
  { type: 'location', when: 'longitude', needs: 'latitude', rule: 'S086' },
  { type: 'location', when: 'precision', needs: 'latitude', rule: 'S086' },
  { type: 'marking-definition', when: 'definition', needs: 'definition_type', rule: 'S135' },
  { type: 'marking-definition', when: 'definition_type', needs: 'definition', unless: 'extensions', rule: 'S135' },
];

type Rule = (object: JsonRecord, scene: Scene) => void;

/** What is demanded between the properties of the objects of a type. */
export const rulesOf = (type: string): readonly Rule[] => [
  ...ORDERS.filter(({ types }) => types?.includes(type) ?? true).map(orderRule),
  ...CHOICES.filter((choice) => choice.type === type).map(choiceRule),
  ...DEMANDS.filter((demand) => demand.type === type).map(demandRule),
  ...(Object.hasOwn(TYPE_RULES, type) ? (TYPE_RULES[type] ?? []) : []),
];

/** Compared as exact decimals: S024 forbids a detour over floats or dates of less precision. */
const orderRule =
  ({ earlier, later, orEqual, rule }: Order): Rule =>
  (object, { error }) => {
    const from = instantOf(object[earlier]);
    const to = instantOf(object[later]);
    if (from === undefined || to === undefined || from < to || (orEqual && from === to)) return;
    const relation = orEqual ? 'earlier than' : 'not later than';
    error(rule, `/${later}`, `\`${later}\` is ${relation} \`${earlier}\` (${quote(object[later])}, ${quote(object[earlier])})`);
  };

const instantOf = (value: unknown): string | undefined => (typeof value === 'string' ? parseTimestamp(value) : undefined);

const choiceRule = ({ of, atMostOne = false, rule }: Choice): Rule => {
  const names = of.map((name) => `\`${name}\``).join(', ');
  return (object, { error }) => {
    const present = of.filter((name) => object[name] !== undefined);
    if (present.length === 0) error(rule, '', `${atMostOne ? 'exactly one' : 'at least one'} of ${names} is needed`);
    else if (atMostOne && present.length > 1) error(rule, '', `only one of ${names} may be there`);
  };
};

const demandRule =
  ({ when, needs, unless = needs, rule }: Demand): Rule =>
  (object, { error }) => {
    if (object[when] !== undefined && object[needs] === undefined && object[unless] === undefined)
      error(rule, `/${when}`, `\`${when}\` needs \`${needs}\` beside it`);
  };
