/**
 * What is accountable, by kind, and which of its facts each ledger tells. The host's ledger tells everything of every kind but
 * `granted` and `delivered`, which stand in the ledger of the partner they concern. A partner's own ledger and the common one
 * tell only the facts named here: no reason that an operator wrote for the host, and nothing about anybody else.
 */
export const LEDGER_EVENTS = {
  'node-founded': { common: ['id', 'name', 'book'] },
  'ledgers-opened': { common: ['id', 'name', 'book'] },
  'rules-enforced': { common: ['hash', 'previous', 'by'] },
  'keys-rotated': { common: ['key', 'former'] },
  'ledgers-recovered': { common: ['statement', 'former'] },
  'ledger-continued': { own: ['statement', 'former'], host: false },
  'operator-added': {},
  'track-opened': {},
  'collection-opened': {},
  'participant-admitted': { own: ['id', 'slug', 'certificates'] },
  'participant-amended': { own: ['suspended', 'certificates'] },
  'tier-moved': { own: ['track', 'from', 'to'] },
  'consent-recorded': {},
  'consent-withdrawn': {},
  'consent-lapsed': {},
  'token-issued': { own: ['token_id'] },
  'token-revoked': { own: ['token_id'] },
  'objects-published': {},
  'object-relabelled': {},
  'object-deleted': {},
  'quarantine-dropped': {},
  submitted: { own: ['collection', 'submission', 'content'] },
  retracted: { own: ['collection', 'object', 'versions'] },
  granted: { own: ['book', 'feeds'], host: false },
  delivered: { own: ['collection', 'endpoint', 'carried', 'entries', 'content', 'token_id', 'certificate'], host: false },
} as const satisfies Record<string, Tellable>;

interface Tellable {
  readonly own?: readonly string[];
  readonly common?: readonly string[];
  readonly host?: false;
}

export type LedgerEventKind = keyof typeof LEDGER_EVENTS;

/** Something ruled or done, recorded in the transaction that it happened in. */
export interface LedgerEvent {
  /** ms */
  readonly at: number;
  readonly kind: LedgerEventKind;
  /** Slug of the operator, where a person decided. */
  readonly by: string | null;
  readonly reason: string | null;
  /** Number of the participant concerned; null: all, or none. */
  readonly participant: number | null;
  /** Never a secret. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Which ledger: the host's own, the one that all may read, or that of one participant. */
export type LedgerKind = 'host' | 'common' | 'own';

/** What one ledger is told of an event. */
export interface Telling {
  readonly ledger: LedgerKind;
  /** The participant whose own ledger it is. */
  readonly participant: number | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What each ledger is told of an event; a ledger that is not named is told nothing. */
export const tellingsOf = (event: LedgerEvent): readonly Telling[] => {
  const { own, common, host }: Tellable = LEDGER_EVENTS[event.kind];
  const { kind, by, reason, participant, detail } = event;
  const told: Telling[] = [];
  if (own !== undefined && participant !== null) told.push({ ledger: 'own', participant, facts: named(event, own) });
  if (common !== undefined) told.push({ ledger: 'common', participant: null, facts: named(event, common) });
  if (host !== false) told.push({ ledger: 'host', participant: null, facts: { kind, by, reason, detail } });
  return told;
};

const named = ({ kind, by, detail }: LedgerEvent, names: readonly string[]): Telling['facts'] => {
  const facts: Record<string, unknown> = { kind };
  for (const name of names) facts[name] = (name === 'by' ? by : detail[name]) ?? null;
  return facts;
};
