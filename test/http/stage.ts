import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type { Collection } from '../../src/core/registry/collection.js';
import type { Tier } from '../../src/core/registry/tier.js';
import { buildServer, type ServerOptions } from '../../src/http/server.js';
import { addCollection, addPartner, openTestHouse, type Partner, publishTo, type TestHouse } from '../house-fixture.js';

export const TAXII = 'application/taxii+json;version=2.1';

/** A served house on the stage of the door tests. */
export interface Stage extends TestHouse {
  readonly app: FastifyInstance;
  readonly log: readonly string[];
  /** Track cyber. */
  readonly ics: Collection;
  /** Track finance. */
  readonly money: Collection;
  /** Trusted on cyber, `partner`: gets what is TLP GREEN. */
  readonly meridian: Partner;
  /** As trusted, but another. */
  readonly twin: Partner;
  /** Knows cyber by `contact`: lists `ics`, gets what is TLP CLEAR. */
  readonly visitor: Partner;
  /** All tracks closed. */
  readonly stranger: Partner;
}

/** The clock of a test stands still, so that a budget would never drain. */
export const UNBOUNDED = { requestsPerMinute: 0, responseBytesPerMinute: 0 };

export const openStage = async (options: ServerOptions = {}): Promise<Stage> => {
  const opened = await openTestHouse();
  const { house } = opened;
  const ics = await addCollection(house, 'ics', 'cyber');
  const money = await addCollection(house, 'money', 'finance');
  const partner = (slug: string, tiers: Record<string, Tier>) => addPartner(house, slug, tiers);
  const log: string[] = [];
  const app = buildServer(house, { logTo: { write: (line) => void log.push(line) }, budgets: UNBOUNDED, ...options });
  await app.ready();
  const close = async () => {
    await app.close();
    await opened.close();
  };
  return {
    ...opened,
    close,
    app,
    log,
    ics,
    money,
    meridian: await partner('meridian', { cyber: 'partner' }),
    twin: await partner('twin', { cyber: 'partner' }),
    visitor: await partner('visitor', { cyber: 'contact' }),
    stranger: await partner('stranger', {}),
  };
};

export interface Asking {
  readonly as?: Partner;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'OPTIONS';
  /** One that is empty is not sent. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string;
}

/** One request without a socket. `path` is everything behind /taxii2/main/, or absolute. */
export const ask = async ({ app }: Stage, path: string, { as, method = 'GET', headers = {}, payload }: Asking = {}) => {
  const own = { accept: TAXII, ...(as ? { authorization: `Bearer ${as.token}` } : {}), ...headers };
  const sent = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== ''));
  const url = path.startsWith('/') ? path : `/taxii2/main/${path}`;
  return app.inject({ method, url, headers: sent, ...(payload === undefined ? {} : { payload }) });
};

/** Everything by which a partner could tell two answers apart, except the clock on the wall. */
export const seenOf = ({ statusCode, headers, body }: LightMyRequestResponse) => {
  const { date: _date, ...rest } = headers;
  return { statusCode, headers: rest, body };
};

export interface Envelope {
  readonly more?: boolean;
  readonly next?: string;
  readonly objects?: readonly { readonly id: string; readonly [name: string]: unknown }[];
  readonly versions?: readonly string[];
}

export const envelopeOf = (response: LightMyRequestResponse): Envelope => response.json<Envelope>();
export const idsOf = (response: LightMyRequestResponse): readonly string[] =>
  (envelopeOf(response).objects ?? []).map(({ id }) => id);

export const idOf = (type: string, number: number): string =>
  `${type}--${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`;

/** Version `day` of February 2026 of an indicator. */
export const indicator = (number: number, day = 1, more: object = {}) => ({
  type: 'indicator',
  spec_version: '2.1',
  id: idOf('indicator', number),
  created: '2026-02-01T08:00:00.000Z',
  modified: `2026-02-${String(day).padStart(2, '0')}T08:00:00.000Z`,
  name: `Relay ${number}`,
  pattern: `[domain-name:value = 'relay-${number}.example']`,
  pattern_type: 'stix',
  valid_from: '2026-02-01T08:00:00Z',
  ...more,
});

export const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** Publishes indicators of these numbers into `ics`, at one instant. */
export const publishIndicators = (stage: Stage, numbers: readonly number[]): Promise<unknown> =>
  publishTo(
    stage.house,
    'ics',
    numbers.map((number) => indicator(number)),
  );
