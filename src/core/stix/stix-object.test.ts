import { describe, expect, expectTypeOf, it } from 'vitest';
import { isOfType, type StandardType, type StixObject, type StixOf } from './stix-object.js';

const object: StixObject = {
  type: 'malware',
  id: 'malware--00000000-0000-4000-8000-000000000001',
  spec_version: '2.1',
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  is_family: false,
};

describe('the types of objects', () => {
  it('come from the property tables: what is required, what is optional, and of which type', () => {
    expectTypeOf<StixOf<'malware'>['is_family']>().toEqualTypeOf<boolean>();
    expectTypeOf<StixOf<'malware'>['sample_refs']>().toEqualTypeOf<readonly string[] | undefined>();
    expectTypeOf<StixOf<'opinion'>['opinion']>().toEqualTypeOf<
      'strongly-disagree' | 'disagree' | 'neutral' | 'agree' | 'strongly-agree'
    >();
    expectTypeOf<StixOf<'sighting'>['created']>().toEqualTypeOf<string>();
    expectTypeOf<StixOf<'file'>['spec_version']>().toEqualTypeOf<'2.1' | undefined>();
    expectTypeOf<StixOf<'marking-definition'>['modified']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<StixOf<'language-content'>['modified']>().toEqualTypeOf<string>();
    expectTypeOf<'bundle'>().not.toExtend<StandardType>();
    expectTypeOf<StixObject['confidence']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<StixObject['something']>().toBeUnknown();
  });

  it('are narrowed by name', () => {
    expect(isOfType(object, 'malware') && object.is_family).toBe(false);
    expect(isOfType(object, 'tool')).toBe(false);
  });
});
