import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULES } from '../model/rules.js';
import { PARLEY_EXTENSION_ID } from '../parley-extension.js';
import { validateObject, validateStix } from './validate-stix.js';

interface Breach {
  readonly rule: string;
  readonly pointer: string;
}

interface Case {
  readonly comment: string;
  readonly object: unknown;
  readonly errors: readonly Breach[];
  /** Absent: not looked at. */
  readonly warnings?: readonly Breach[];
}

const cases = JSON.parse(
  readFileSync(new URL('../../../../vectors/stix/objects.json', import.meta.url), 'utf8'),
) as readonly Case[];

const breaches = (findings: readonly Breach[]) => findings.map(({ rule, pointer }) => `${rule} ${pointer}`).toSorted();

/** Rules of which every breach is reported under another: those of patterns (S170 to S182). */
const EMBRACED = ['S083'];

describe('an object', () => {
  it.each(cases)('$comment', ({ object, errors, warnings }) => {
    const found = validateStix(object);
    expect(breaches(found.errors)).toEqual(breaches(errors));
    if (warnings !== undefined) expect(breaches(found.warnings)).toEqual(breaches(warnings));
    for (const { message } of [...found.errors, ...found.warnings]) expect(message).toMatch(/^[^A-Z].*[^.]$/s);
  });

  it('has a case for every rule that is an error or a warning, which breaks it and nothing else', () => {
    const alone = new Set(
      cases.flatMap(({ errors, warnings = [] }) => {
        const [only, ...others] = errors.length > 0 ? errors : warnings;
        return only !== undefined && others.length === 0 ? [only.rule] : [];
      }),
    );
    const judged = Object.entries(RULES).filter(([, { by }]) => by === 'error' || by === 'warning');
    expect(judged.map(([rule]) => rule).filter((rule) => !alone.has(rule))).toEqual(EMBRACED);
  });

  it('is told by name when its type is unknown', () => {
    expect(validateStix({ type: 'foo' }).errors[0]?.message).toMatch(/^unknown type `foo`/);
  });

  it('of STIX 2.0 gets one clear sentence, not all that follows from it', () => {
    const [finding, ...others] = validateStix({
      type: 'tool',
      id: 'tool--00000000-0000-4000-8000-000000000001',
      labels: [],
      name: null,
    }).errors;
    expect(finding?.message).toContain('STIX 2.0');
    expect(others).toEqual([]);
  });

  it('is no bundle where only an object can stand', () => {
    const bundle = { type: 'bundle', id: 'bundle--00000000-0000-4000-8000-000000000001' };
    expect(validateStix(bundle).errors).toEqual([]);
    expect(validateObject(bundle).errors).toMatchObject([{ rule: 'S160', pointer: '/type' }]);
  });

  it('cannot write on the terminal through what a message quotes', () => {
    const type = 'evil\u001b[31m\u202e`name`';
    const [finding] = validateStix({ type }).errors;
    expect(finding?.message).toContain('`evil?[31m??name?`');
  });

  it('may carry what Parley asks of its author', () => {
    const tool = {
      type: 'tool',
      id: 'tool--00000000-0000-4000-8000-000000000001',
      spec_version: '2.1',
      created: '2026-01-01T00:00:00.000Z',
      modified: '2026-01-01T00:00:00.000Z',
      name: 'Relay',
    };
    const withExtension = (extension: unknown) => ({ ...tool, extensions: { [PARLEY_EXTENSION_ID]: extension } });
    const pointers = (extension: unknown) =>
      validateStix(withExtension(extension)).errors.map(
        ({ rule, pointer }) => `${rule} ${pointer.split('/').slice(3).join('/')}`,
      );
    expect(pointers({ extension_type: 'property-extension', track: 'finance', victims: [{ sector: 'energy' }] })).toEqual([]);
    expect(pointers({ track: 'finance' })).toEqual(['S053 extension_type']);
    expect(pointers({ extension_type: 'property-extension', handling: 'no-onward', sources: [{}] })).toEqual([
      'P001 handling',
      'P001 sources/0',
      'S004 sources/0',
      'P001 sources/0/description',
    ]);
  });
});
