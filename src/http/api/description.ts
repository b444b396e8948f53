import { ERRORS } from '../../core/errors.js';
import { TIERS } from '../../core/registry/tier.js';
import { PARLEY_VERSION } from '../../core/version.js';
import { PROBLEM_TYPE } from '../problem.js';

interface Title {
  readonly title: string;
  readonly version: string;
  readonly description: string;
}

/** What OpenAPI 3.1 asks of the parts that stand here. */
export interface ApiDescription extends Readonly<Record<'info', Title>> {
  readonly openapi: '3.1.1';
  readonly servers: readonly { readonly url: string }[];
  readonly security: readonly SecurityRequirement[];
  /** Below the server's URL. */
  readonly paths: Readonly<Record<`/${string}`, PathItem>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, Answer>>;
    readonly securitySchemes: Readonly<
      Record<string, { readonly type: 'http'; readonly scheme: string; readonly description: string }>
    >;
  };
}

/** JSON Schema, dialect 2020-12. */
export type Schema = Readonly<Record<string, unknown>>;
type SecurityRequirement = Readonly<Record<string, readonly string[]>>;
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type PathItem = Readonly<Partial<Record<Method, Operation>>>;

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security?: readonly SecurityRequirement[];
  /** By status. */
  readonly responses: Readonly<Record<`${number}`, Answer | { readonly $ref: string }>>;
}

interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: Schema }>>;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

const schemaOf = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const answerOf = (name: string) => ({ $ref: `#/components/responses/${name}` });
const json = (schema: Schema): NonNullable<Answer['content']> => ({ 'application/json': { schema } });

/** An object that has these properties, all of them and no others. */
const closed = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
});

const problem = (description: string, headers: NonNullable<Answer['headers']> = {}): Answer => ({
  description,
  headers,
  content: { [PROBLEM_TYPE]: { schema: schemaOf('Problem') } },
});

const RETRY_AFTER = { 'Retry-After': { description: 'seconds', schema: { type: 'integer', minimum: 1 } } };

const SCHEMAS: ApiDescription['components']['schemas'] = {
  Problem: {
    ...closed({
      type: { const: 'about:blank' },
      title: { type: 'string', description: 'for people' },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      code: { enum: Object.keys(ERRORS), description: 'for programs: codes are stable' },
    }),
    description: 'RFC 9457, with the code of Parley',
  },
  Tier: { enum: TIERS },
  Me: closed({
    participant: closed({ slug: { type: 'string', pattern: '^[a-z0-9-]{1,64}$' }, name: { type: 'string' } }),
    tiers: { type: 'object', description: 'by track', additionalProperties: schemaOf('Tier') },
    agreements: { type: 'array', description: 'none are kept yet', maxItems: 0 },
    commitments: { type: 'array', description: 'none are kept yet', maxItems: 0 },
  }),
};

/** What any endpoint that needs credentials may answer. */
const REFUSALS = {
  '401': answerOf('Unauthenticated'),
  '429': answerOf('TooMuch'),
  '500': answerOf('Fault'),
  '503': answerOf('Unavailable'),
};

/** `/api/v1` as OpenAPI describes it, beside the routes that it describes: a test compares them, and real answers with the schemas. */
export const API_DESCRIPTION: ApiDescription = {
  openapi: '3.1.1',
  info: {
    title: 'Parley',
    version: PARLEY_VERSION,
    description: "Parley's own API for partners. Intelligence itself is served over TAXII 2.1, under /taxii2/.",
  },
  servers: [{ url: '/api/v1' }],
  security: [{ bearer: [] }, { basic: [] }],
  paths: {
    '/me': {
      get: {
        operationId: 'me',
        summary: 'what the node knows of the caller',
        responses: { '200': { description: 'the caller', content: json(schemaOf('Me')) }, ...REFUSALS },
      },
    },
    '/openapi.json': {
      get: {
        operationId: 'openapi',
        summary: 'this description; without credentials',
        security: [],
        responses: { '200': { description: 'OpenAPI 3.1', content: json({ type: 'object', required: ['openapi'] }) } },
      },
    },
  },
  components: {
    schemas: SCHEMAS,
    responses: {
      Unauthenticated: problem('credentials are missing or not valid', {
        'WWW-Authenticate': { description: 'a line for each scheme', schema: { type: 'string' } },
      }),
      TooMuch: problem('beyond the budget of the caller', RETRY_AFTER),
      Fault: problem('a mistake of the node'),
      Unavailable: problem('the node cannot answer now', RETRY_AFTER),
    },
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer', description: 'the token' },
      basic: { type: 'http', scheme: 'basic', description: 'short name and token' },
    },
  },
};
