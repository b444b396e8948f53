import { describe, expect, it } from 'vitest';
import { LEDGER_EVENTS, type LedgerEvent, type LedgerEventKind, tellingsOf } from './event.js';

const event = (kind: LedgerEventKind, rest: Partial<LedgerEvent> = {}): LedgerEvent => ({
  at: 1,
  kind,
  by: 'ann',
  reason: 'for the eyes of the host',
  participant: 7,
  detail: { track: 'cyber', from: 'contact', to: 'partner', override: true },
  ...rest,
});

describe('what ledgers are told', () => {
  it('a tier move: the partner what moved, the host who moved it and why', () => {
    expect(tellingsOf(event('tier-moved'))).toEqual([
      { ledger: 'own', participant: 7, facts: { kind: 'tier-moved', track: 'cyber', from: 'contact', to: 'partner' } },
      {
        ledger: 'host',
        participant: null,
        facts: { kind: 'tier-moved', by: 'ann', reason: 'for the eyes of the host', detail: event('tier-moved').detail },
      },
    ]);
  });

  it('no kind tells a partner the reason that was written for the host', () => {
    for (const kind of Object.keys(LEDGER_EVENTS) as LedgerEventKind[]) {
      for (const { ledger, facts } of tellingsOf(event(kind))) {
        if (ledger !== 'host') expect(JSON.stringify(facts)).not.toContain('eyes of the host');
      }
    }
  });

  it('an event that concerns nobody in particular is in no own ledger', () => {
    expect(tellingsOf(event('token-revoked', { participant: null })).map(({ ledger }) => ledger)).toEqual(['host']);
  });

  it('what was granted and delivered stands in the own ledger alone', () => {
    for (const kind of ['granted', 'delivered'] as const)
      expect(tellingsOf(event(kind)).map(({ ledger }) => ledger)).toEqual(['own']);
  });
});
