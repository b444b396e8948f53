import { describe, expect, it } from 'vitest';
import { collectionIn, targetUrl } from './target-url.js';

describe('targetUrl', () => {
  it.each([
    ['https://lantern.example/taxii2', 'https://lantern.example/taxii2/'],
    ['https://lantern.example/taxii2/', 'https://lantern.example/taxii2/'],
    ['https://LANTERN.example', 'https://lantern.example/'],
  ])('%s ends in a slash', (text, expected) => expect(targetUrl(text).href).toBe(expected));

  it.each([
    'lantern.example/taxii2/',
    'ftp://lantern.example/',
    'file:///etc/passwd',
    'https://northern:s3cret-word@lantern.example/taxii2/',
    'northern:s3cret-word@lantern.example/taxii2/',
    'https://lantern.example/taxii2/?apikey=s3cret-word',
    'https://lantern.example/#s3cret-word',
    'lantern.example/?apikey=s3cret-word',
    '',
  ])('%s is refused, and no secret in it is repeated', (text) => {
    try {
      targetUrl(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'pull-url-malformed' });
      expect(JSON.stringify([(error as Error).message, (error as { details?: unknown }).details])).not.toContain('s3cret');
    }
  });
});

describe('collectionIn', () => {
  it.each([
    ['https://a.example/root/collections/one/', 'https://a.example/root/collections/one/'],
    ['https://a.example/root/collections/one', 'https://a.example/root/collections/one/'],
    ['https://a.example/collections/one/objects/', 'https://a.example/collections/one/'],
    ['https://a.example/r/collections/one/manifest', 'https://a.example/r/collections/one/'],
    ['https://a.example/r/collections/', undefined],
    ['https://a.example/r/', undefined],
    ['https://a.example/', undefined],
  ])('%s', (text, expected) => expect(collectionIn(targetUrl(text))?.href).toBe(expected));
});
