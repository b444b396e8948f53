import { describe, expect, it } from 'vitest';
import { type Arrival, type Lineage, refusalOf } from './succession.js';

const line: Lineage = {
  createdBy: 'identity--a',
  originator: null,
  created: '2026-01-01T00:00:00',
  versions: [{ instant: '2026-01-02T00:00:00', revoked: false }],
};
const arrival: Arrival = {
  id: 'indicator--x',
  createdBy: 'identity--a',
  originator: null,
  created: '2026-01-01T00:00:00',
  instant: '2026-01-03T00:00:00',
  revoked: false,
};
const ended: Lineage = { ...line, versions: [...line.versions, { instant: '2026-01-05T00:00:00', revoked: true }] };

describe('which version may join the line of its object', () => {
  it('takes a later version, and an earlier one that comes late', () => {
    expect(refusalOf(line, arrival)).toBeUndefined();
    expect(refusalOf(line, { ...arrival, instant: '2026-01-01T00:00:00' })).toBeUndefined();
  });

  it('refuses another creator, and the same creator by way of another participant', () => {
    expect(refusalOf(line, { ...arrival, createdBy: 'identity--b' })?.code).toBe('creator-conflict');
    expect(refusalOf(line, { ...arrival, originator: 4 })?.code).toBe('originator-conflict');
  });

  it('refuses another time of creation', () => {
    expect(refusalOf(line, { ...arrival, created: '2026-01-01T00:00:01' })?.code).toBe('created-conflict');
  });

  it('refuses a version after a revocation, and takes one from before it', () => {
    expect(refusalOf(ended, { ...arrival, instant: '2026-01-06T00:00:00' })?.code).toBe('revoked-final');
    expect(refusalOf(ended, arrival)).toBeUndefined();
  });

  it('refuses a revocation that is older than a version that stands', () => {
    expect(refusalOf(line, { ...arrival, instant: '2026-01-01T12:00:00', revoked: true })?.code).toBe('revoked-final');
  });
});
