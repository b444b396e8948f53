import { describe, expect, it } from 'vitest';
import type { Explanation } from '../exchange/explain.js';
import { explanationText } from './explanation-text.js';
import { paintFor } from './paint.js';

const WITHHELD: Explanation = {
  participant: 'quillon',
  object: 'indicator--1',
  version: '2026-02-01T08:00:00.000Z',
  collection: 'ics',
  labels: {
    kind: 'indicator',
    track: 'cyber',
    tlp: [],
    pap: ['amber'],
    iep: [],
    markings: [],
    handling: [],
    facets: ['victim'],
    confidence: 'unspecified',
    originator: null,
  },
  decision: 'withheld',
  view: { name: 'whole', conceals: [] },
  lowered_by: [],
  rules: [
    { id: 'no-red', effect: 'forbid', action: 'release', reason: 'red goes by hand' },
    {
      id: 'tlp-green',
      effect: 'permit',
      action: 'release',
      reason: 'green from partner',
      unmet: ['the tier is partner or more'],
    },
  ],
  path: [{ change: 'tier', detail: 'cyber: contact to partner' }],
};

describe('explanationText', () => {
  const text = explanationText(paintFor(false), WITHHELD);

  it('tells who, what, the decision, and the labels that say something', () => {
    expect(text).toMatch(/^participant {2}quillon$/m);
    expect(text).toMatch(/^decision {5}withheld$/m);
    expect(text).toMatch(/^ {2}tlp +none$/m);
    expect(text).toMatch(/^ {2}facets +victim$/m);
    expect(text).not.toContain('handling');
    expect(text).not.toContain('confidence');
    expect(text, 'what is withheld has no view').not.toMatch(/^view/m);
  });
  it('tells each rule with its effect and reason, and what the nearest permits lack', () => {
    expect(text).toContain('  no-red forbids release: red goes by hand');
    expect(text).toContain('  tlp-green would permit release: green from partner\n    unmet the tier is partner or more');
  });
  it('tells the way to more, or that there is no short one', () => {
    expect(text).toContain('  would show: tier cyber: contact to partner');
    expect(explanationText(paintFor(false), { ...WITHHELD, path: [] })).toContain('no change of one or two things');
  });
  it('tells of what is released under which view, and no way to more', () => {
    const released = explanationText(paintFor(false), {
      ...WITHHELD,
      decision: 'released',
      view: { name: 'victim-masked', conceals: ['victim'] },
      path: [],
    });
    expect(released).toMatch(/^view +victim-masked, conceals victim$/m);
    expect(released).not.toContain('way to more');
  });
  it('does not let input write on the terminal of the operator', () => {
    expect(explanationText(paintFor(false), { ...WITHHELD, object: 'indicator--\u001b[2J' })).not.toContain('\u001b');
  });
});
