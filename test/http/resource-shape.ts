/** What stands in a property: a check by name, a resource of another shape, or a list of either. */
type Content = keyof typeof CHECKS | Shape | readonly [keyof typeof CHECKS | Shape];

/** A resource of TAXII: its properties, all that it may have; those that it has to have end in `!`. */
interface Shape {
  readonly [property: string]: Content;
}

const UUID4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const isText = (value: unknown): value is string => typeof value === 'string';
const fits = (pattern: RegExp) => (value: unknown) => isText(value) && pattern.test(value);
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

/** Section 2, and the literals of sections 3 to 5. */
const CHECKS = {
  text: isText,
  boolean: (value: unknown) => typeof value === 'boolean',
  true: (value: unknown) => value === true,
  count: isCount,
  octets: (value: unknown) => isCount(value) && value !== 0,
  timestamp: fits(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
  uuid: fits(UUID4),
  'stix-id': fits(/^[a-z0-9-]{3,250}--[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  'api-root': fits(/^\/[^/?][^?]*\/$/),
  'media-type': fits(/^application\/taxii\+json;version=2\.1$/),
  'stix-type': fits(/^application\/stix\+json;version=2\.1$/),
  'status-word': fits(/^(complete|pending)$/),
  'http-status': fits(/^[45]\d\d$/),
  'stix-object': (value: unknown) =>
    typeof value === 'object' && value !== null && 'type' in value && value.type !== 'bundle' && 'id' in value,
} as const satisfies Record<string, (value: unknown) => boolean>;

const COLLECTION: Shape = {
  'id!': 'uuid',
  'title!': 'text',
  description: 'text',
  alias: 'text',
  'can_read!': 'boolean',
  'can_write!': 'boolean',
  media_types: ['stix-type'],
};
/** `more` is sent where it is true; `next` of manifest and versions is ours (T065). */
const PAGE: Shape = { more: 'true', next: 'text' };
const ENTRY: Shape = { 'id!': 'stix-id', 'date_added!': 'timestamp', 'version!': 'timestamp', media_type: 'stix-type' };
const DETAIL: Shape = { 'id!': 'stix-id', 'version!': 'timestamp', message: 'text' };

/** Sections 3.6, 3.7, 4 and 5. */
export const SHAPES = {
  discovery: { 'title!': 'text', description: 'text', contact: 'text', default: 'api-root', api_roots: ['api-root'] },
  'api-root': { 'title!': 'text', description: 'text', 'versions!': ['media-type'], 'max_content_length!': 'octets' },
  collections: { collections: [COLLECTION] },
  collection: COLLECTION,
  envelope: { ...PAGE, objects: ['stix-object'] },
  manifest: { ...PAGE, objects: [ENTRY] },
  versions: { ...PAGE, versions: ['timestamp'] },
  status: {
    'id!': 'uuid',
    'status!': 'status-word',
    request_timestamp: 'timestamp',
    'total_count!': 'count',
    'success_count!': 'count',
    successes: [DETAIL],
    'failure_count!': 'count',
    failures: [DETAIL],
    'pending_count!': 'count',
    pendings: [DETAIL],
  },
  error: {
    'title!': 'text',
    description: 'text',
    error_id: 'text',
    error_code: 'text',
    'http_status!': 'http-status',
    external_details: 'text',
  },
} as const satisfies Record<string, Shape>;

export type ShapeName = keyof typeof SHAPES;

/** What breaks the shape, by its place; `met` is told each property that was looked at. */
export const breaches = (shape: Shape, value: unknown, at: string, met: (place: string) => void): readonly string[] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} is no object`];
  const asked = new Map(Object.entries(shape).map(([name, content]) => [name.replace('!', ''), content]));
  const missing = Object.keys(shape).filter((name) => name.endsWith('!') && !(name.slice(0, -1) in value));
  return [
    ...missing.map((name) => `${at} has no ${name.slice(0, -1)}`),
    ...Object.entries(value).flatMap(([name, held]) => {
      const content = asked.get(name);
      if (content === undefined) return [`${at}.${name} is not of the standard`];
      met(`${at}.${name}`);
      return breachesIn(content, held, `${at}.${name}`, met);
    }),
  ];
};

const breachesIn = (content: Content, held: unknown, at: string, met: (place: string) => void): readonly string[] => {
  if (typeof content === 'string') return CHECKS[content](held) ? [] : [`${at} is no ${content}: ${JSON.stringify(held)}`];
  if (!isList(content)) return breaches(content, held, at, met);
  if (!Array.isArray(held) || held.length === 0) return [`${at} is no list, or an empty one`];
  return held.flatMap((item) => breachesIn(content[0], item, `${at}[]`, met));
};

const isList = (content: Shape | readonly [keyof typeof CHECKS | Shape]): content is readonly [keyof typeof CHECKS | Shape] =>
  Array.isArray(content);
