import { describe, expect, it } from 'vitest';
import { commonKindOf, DOMAIN_TYPES, kindOf, META_TYPES, OBSERVABLE_TYPES, RELATIONSHIP_TYPES } from './object-types.js';

const declaring = (type: string) => ({ extensions: { e: { extension_type: type } } });

describe('the types of the standard', () => {
  it('are 19 domain, 2 relationship, 18 observable and 3 meta types', () => {
    expect([DOMAIN_TYPES, RELATIONSHIP_TYPES, OBSERVABLE_TYPES, META_TYPES].map(({ size }) => size)).toEqual([19, 2, 18, 3]);
  });
});

describe('the kind of an object', () => {
  it('is that of its type', () => {
    expect(['tool', 'sighting', 'file', 'marking-definition'].map((type) => kindOf(type, {}))).toEqual([
      'sdo',
      'sro',
      'sco',
      'smo',
    ]);
  });

  it('is custom for x- types and for types that an extension declares new', () => {
    expect(kindOf('x-acme-case', {})).toBe('custom');
    expect(['new-sdo', 'new-sro', 'new-sco'].map((type) => kindOf('acme-case', declaring(type)))).toEqual([
      'custom',
      'custom',
      'custom',
    ]);
  });

  it('is none for other types and for bundles', () => {
    expect(kindOf('acme-case', {})).toBeUndefined();
    expect(kindOf('acme-case', declaring('property-extension'))).toBeUndefined();
    expect(kindOf('bundle', declaring('new-sdo'))).toBeUndefined();
    expect(kindOf('constructor', {})).toBeUndefined();
  });

  it('is custom where an extension says what none can: that is the fault, and not the type', () => {
    expect(kindOf('acme-case', declaring('new-sdx'))).toBe('custom');
    expect(kindOf('acme-case', declaring('constructor'))).toBe('custom');
    expect(commonKindOf('acme-case', { ...declaring('constructor'), created: 'a' })).toBe('sdo');
  });

  it('says whose common properties a custom object follows', () => {
    expect(commonKindOf('acme-trace', declaring('new-sco'))).toBe('sco');
    expect(commonKindOf('acme-link', declaring('new-sro'))).toBe('sro');
    expect(commonKindOf('x-acme-case', { created: 'a' })).toBe('sdo');
    expect(commonKindOf('x-acme-case', { spec_version: '2.1' })).toBe('sdo');
    expect(commonKindOf('x-acme-trace', { wheels: 4 })).toBe('sco');
    expect(commonKindOf('file', declaring('new-sdo'))).toBe('sco');
  });
});
