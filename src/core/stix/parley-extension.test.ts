import { describe, expect, it } from 'vitest';
import { parseIdentifier } from './format/identifier.js';
import { checkParleyExtension, PARLEY_EXTENSION_ID, parleyExtensionOf } from './parley-extension.js';

const carrying = (extension: unknown) => ({ extensions: { [PARLEY_EXTENSION_ID]: extension } });

const faultsOf = (extension: unknown) => {
  const pointers: string[] = [];
  checkParleyExtension(carrying(extension), (_, pointer) => pointers.push(pointer.split('/').slice(3).join('/')));
  return pointers;
};

const FULL = {
  track: 'finance',
  handling: ['no-onward'],
  names: ['victim', 'source'],
  victims: [
    { name: 'Harbour Bank', sector: 'finance', region: 'northern-europe' },
    { identity_ref: 'identity--00000000-0000-4000-8000-000000000001' },
  ],
  sources: [{ description: 'a clerk of the bank', reliability: 'B' }, { description: 'intercept' }],
  tear_line: 'a bank in the region was used',
};

describe("Parley's extension", () => {
  it('has an id of version 4', () => {
    expect(parseIdentifier(PARLEY_EXTENSION_ID)).toMatchObject({
      type: 'extension-definition',
      uuid: expect.stringMatching(/^.{14}4/),
    });
  });

  it('is given back without what belongs to the facility of extensions or to later versions', () => {
    expect(parleyExtensionOf(carrying({ extension_type: 'property-extension', ...FULL, later: 1 }))).toEqual(FULL);
    expect(parleyExtensionOf(carrying({ extension_type: 'property-extension' }))).toEqual({});
  });

  it('is undefined on an object without it', () => {
    expect(parleyExtensionOf({})).toBeUndefined();
    expect(parleyExtensionOf({ extensions: { other: FULL } })).toBeUndefined();
    expect(parleyExtensionOf({ extensions: [] })).toBeUndefined();
  });

  it.each([
    ['the extension is no object', 'x', ''],
    ['the track is no text', { track: 1 }, 'track'],
    ['the tear line is blank', { tear_line: ' ' }, 'tear_line'],
    ['handling is no list', { handling: 'no-onward' }, 'handling'],
    ['a name is no text', { names: ['victim', 1] }, 'names/1'],
    ['a victim is no object', { victims: ['Harbour Bank'] }, 'victims/0'],
    ['a victim has no property that says who', { victims: [{ note: 'x' }] }, 'victims/0'],
    [
      'a victim refers to no identity',
      { victims: [{ identity_ref: 'tool--00000000-0000-4000-8000-000000000001' }] },
      'victims/0/identity_ref',
    ],
    ['a source has no description', { sources: [{ reliability: 'A' }] }, 'sources/0/description'],
    ['a reliability is no text', { sources: [{ description: 'x', reliability: 1 }] }, 'sources/0/reliability'],
  ])('is refused whole when %s', (_, extension, pointer) => {
    expect(faultsOf(extension)).toEqual([pointer]);
    expect(parleyExtensionOf(carrying(extension))).toBeUndefined();
  });
});
