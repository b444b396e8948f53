import { describe, expect, it } from 'vitest';
import { readPage } from './read-page.js';

const read = (text: string) => {
  const page = readPage(Buffer.from(text));
  return 'problem' in page ? page : { ...page, objects: Buffer.from(page.objects).toString() };
};

describe('a page', () => {
  it.each([
    [
      'an envelope',
      '{"more":true,"next":"a","objects":[{"id":"x"}, {"y":"]}"}]}',
      { objects: '[{"id":"x"}, {"y":"]}"}]', more: true, next: 'a' },
    ],
    [
      'one with its objects first',
      '{"objects":[{"id":"x"}],"more":true}',
      { objects: '[{"id":"x"}]', more: true, next: undefined },
    ],
    ['an empty one', '{}', { objects: '', more: false, next: undefined }],
    ['one with an empty list (T004 forbids it)', '{"objects":[],"more":true,"next":"b"}', { objects: '', more: true, next: 'b' }],
    ['one with an empty list and space', '{"objects":[ \n ]}', { objects: '', more: false, next: undefined }],
    ['one whose list is null', '{"objects":null}', { objects: '', more: false, next: undefined }],
    ['a bundle', '{"type":"bundle","id":"bundle--1","objects":[{}]}', { objects: '[{}]', more: false, next: undefined }],
    ['with a byte order mark', '\uFEFF{"objects":[{}]}', { objects: '[{}]', more: false, next: undefined }],
    ['with a number for next', '{"more":true,"next":20}', { objects: '', more: true, next: '20' }],
    ['with null for next', '{"more":true,"next":null}', { objects: '', more: true, next: undefined }],
    ['with an empty next', '{"more":true,"next":""}', { objects: '', more: true, next: undefined }],
    ['with text for more (T001)', '{"more":"true","next":"c"}', { objects: '', more: true, next: 'c' }],
    [
      'with a list inside another property',
      '{"x_a":{"objects":[1]},"objects":[{}]}',
      { objects: '[{}]', more: false, next: undefined },
    ],
    [
      'whose object is broken inside: it costs only itself',
      '{"objects":[{"a":},{}]}',
      { objects: '[{"a":},{}]', more: false, next: undefined },
    ],
  ])('is read from %s', (_, text, expected) => expect(read(text)).toEqual(expected));

  it.each([
    ['nothing', ''],
    ['a login form', '<html></html>'],
    ['a list', '[{}]'],
    ['an envelope that is cut off', '{"more":true,"objects":[{"id":"x"}'],
    ['one that is cut off behind its objects', '{"objects":[{}],"more":tr'],
    ['one that has objects twice', '{"objects":[{}],"objects":[{}]}'],
    ['one that has more twice', '{"more":true,"more":false}'],
    ['one whose objects are a text', '{"objects":"all"}'],
    ['one whose next is a list', '{"more":true,"next":["a"]}'],
    ['one whose next does not fit into a URL', JSON.stringify({ more: true, next: 'n'.repeat(8193) })],
    ['what is behind an envelope', '{"objects":[{}]} {"objects":[{}]}'],
  ])('is not read from %s', (_, text) => expect(read(text)).toHaveProperty('problem'));
});
