import { expect, it } from 'vitest';
import { isTaxiiType } from './media-type.js';

it.each([
  'application/taxii+json;version=2.1',
  'application/taxii+json; version=2.1; charset=utf-8',
  'application/taxii+json;charset=utf-8',
  'application/taxii+json',
  'Application/TAXII+JSON ; Version="2.1"',
  'application/json',
  'application/json; charset=UTF-8',
  'application/stix+json;version=2.1',
  'application/vnd.oasis.taxii+json; version=2.0',
  'application/vnd.oasis.stix+json',
  '',
  undefined,
])('%s may be read', (header) => expect(isTaxiiType(header)).toBe(true));

it.each([
  'text/html',
  'text/html; charset=utf-8',
  'text/plain',
  'application/xml',
  'application/jsonp',
  'application/vnd.oasis.evil+json',
  'json',
])('%s may not', (header) => expect(isTaxiiType(header)).toBe(false));
