import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PARLEY_EXTENSION_ID } from '../parley-extension.js';
import { checkObject } from './check-object.js';

interface Case {
  readonly comment: string;
  readonly object: unknown;
  readonly findings: readonly { readonly rule: string; readonly pointer: string }[];
}

const cases = JSON.parse(
  readFileSync(new URL('../../../../vectors/stix/objects.json', import.meta.url), 'utf8'),
) as readonly Case[];

describe('an object', () => {
  it.each(cases)('$comment', ({ object, findings }) => {
    const found = checkObject(object);
    expect(found.map(({ rule, pointer }) => ({ rule, pointer }))).toEqual(findings);
    for (const { message } of found) expect(message).toMatch(/^[^A-Z].*[^.]$/);
  });

  it('is told by name when its type is unknown', () => {
    expect(checkObject({ type: 'foo' })[0]?.message).toMatch(/^unknown type `foo`/);
  });

  it('of STIX 2.0 gets one clear sentence, not all that follows from it', () => {
    const [finding, ...others] = checkObject({
      type: 'tool',
      id: 'tool--00000000-0000-4000-8000-000000000001',
      labels: [],
      name: null,
    });
    expect(finding?.message).toContain('STIX 2.0');
    expect(others).toEqual([]);
  });

  it('cannot write on the terminal through what a message quotes', () => {
    const type = 'evil\u001b[31m\u202e`name`';
    const [finding] = checkObject({ type });
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
      checkObject(withExtension(extension)).map(({ rule, pointer }) => `${rule} ${pointer.split('/').slice(3).join('/')}`);
    expect(pointers({ extension_type: 'property-extension', track: 'finance', victims: [{ sector: 'energy' }] })).toEqual([]);
    expect(pointers({ track: 'finance' })).toEqual(['S053 extension_type']);
    expect(pointers({ extension_type: 'property-extension', handling: 'no-onward', sources: [{}] })).toEqual([
      'S004 sources/0',
      'P001 handling',
      'P001 sources/0/description',
      'P001 sources/0',
    ]);
  });
});
