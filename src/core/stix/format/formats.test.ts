import { readdirSync, readFileSync } from 'node:fs';
import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aLabelOf } from './a-label.js';
import { isBase64 } from './base64.js';
import { capecIdFaultOf } from './capec-id.js';
import { characterSetFaultOf, preferredCharacterSet } from './character-set.js';
import { CHARACTER_SETS } from './character-sets.js';
import { countryCodeFaultOf } from './country-code.js';
import { cpeFaultOf } from './cpe.js';
import { cveIdFaultOf } from './cve-id.js';
import { domainNameFaultOf } from './domain-name.js';
import { emailAddressFaultOf } from './email-address.js';
import { hashValueFaultOf } from './hash-value.js';
import { isHex } from './hex.js';
import { ipv4FaultOf, ipv6FaultOf } from './ip-range.js';
import { LANGUAGE_SUBTAGS } from './language-subtags.js';
import { languageShapeFaultOf, languageTagFaultOf } from './language-tag.js';
import { macAddressFaultOf } from './mac-address.js';
import { mediaTypeFaultOf } from './media-type.js';
import { uriFaultOf } from './uri.js';
import { registryKeyFaultOf } from './windows-registry-key.js';

interface Case {
  readonly comment: string;
  readonly text: string;
  readonly valid: boolean;
  readonly algorithm?: string;
  readonly preferred?: string;
}

const VECTORS = new URL('../../../../vectors/stix/formats/', import.meta.url);

const casesOf = (name: string): readonly Case[] => JSON.parse(readFileSync(new URL(`${name}.json`, VECTORS), 'utf8'));

type FaultOf = (text: string) => string | undefined;

const faultUnless =
  (isOfForm: (text: string) => boolean): FaultOf =>
  (text) =>
    isOfForm(text) ? undefined : 'is not of the form';

/** What judges the cases of a file, by its name. */
const FAULTS: Readonly<Record<string, FaultOf>> = {
  base64: faultUnless(isBase64),
  'capec-id': capecIdFaultOf,
  'character-set': characterSetFaultOf,
  'country-code': countryCodeFaultOf,
  cpe: cpeFaultOf,
  'cve-id': cveIdFaultOf,
  'domain-name': domainNameFaultOf,
  'email-address': emailAddressFaultOf,
  hex: faultUnless(isHex),
  ipv4: ipv4FaultOf,
  ipv6: ipv6FaultOf,
  'language-tag': languageTagFaultOf,
  'mac-address': macAddressFaultOf,
  'media-type': mediaTypeFaultOf,
  uri: uriFaultOf,
  'windows-registry-key': registryKeyFaultOf,
};

describe.each(Object.entries(FAULTS))('a text as %s', (name, faultOf) => {
  it.each(casesOf(name))('$comment', ({ text, valid }) => {
    const fault = faultOf(text);
    expect({ text, fault, valid: fault === undefined }).toEqual({ text, fault, valid });
  });

  it('is survived whatever it is, and its fault is a clause on one line', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'constructor', '\ud800', '\udc00a', '\0'));
    fc.assert(
      fc.property(text, (any) => {
        expect(faultOf(any) ?? 'is fine').toMatch(/^(?:is|abbreviates|has) [^\n]*[^.\n]$/);
      }),
    );
  });
});

it('a text of 10 MB is judged within a second in every format', () => {
  const size = 10_000_000;
  const bodies = ['a', '.', ':', '%41', '\\', '@', 'é', '0', 'a.', 'a-', '*', '\ud800', '\\"'];
  const ends = [
    ['', '!'],
    ['http://', '^'],
    ['http://[v1.', '^]'],
    ['cpe:2.3:a:', '!'],
    ['"', '@a'],
    ['a@[', ']'],
  ] as const;
  for (const [before, behind] of ends) {
    for (const body of bodies) {
      const text = `${before}${body.repeat(size / body.length)}${behind}`;
      for (const [name, faultOf] of Object.entries(FAULTS)) {
        const begin = performance.now();
        faultOf(text);
        expect({ name, before, body, slow: performance.now() - begin > 1_000 }).toEqual({ name, before, body, slow: false });
      }
    }
  }
}, 120_000);

describe('a hash', () => {
  it.each(casesOf('hash-value'))('$comment', ({ algorithm = '', text, valid }) => {
    const fault = hashValueFaultOf(algorithm, text);
    expect({ text, fault, valid: fault === undefined }).toEqual({ text, fault, valid });
  });

  it('is judged within a second when it is 10 MB', () => {
    for (const algorithm of ['MD5', 'SSDEEP', 'TLSH', 'x_foo']) {
      for (const text of ['0'.repeat(10_000_000), `3:a:b,"${'"'.repeat(10_000_000)}a`]) {
        const begin = performance.now();
        hashValueFaultOf(algorithm, text);
        expect({ algorithm, slow: performance.now() - begin > 1_000 }).toEqual({ algorithm, slow: false });
      }
    }
  });
});

it('each file of cases is judged', () => {
  const files = readdirSync(VECTORS).map((file) => file.replace('.json', ''));
  expect(files.sort()).toEqual([...Object.keys(FAULTS), 'hash-value'].sort());
});

describe('a character set', () => {
  const lines = CHARACTER_SETS.trim()
    .split('\n')
    .map((line) => line.trim().split(' '));

  it.each(casesOf('character-set'))('is called by its preferred name: $comment', ({ text, preferred }) => {
    expect(preferredCharacterSet(text)).toBe(preferred);
  });

  it('has names that no other has', () => {
    const names = lines.flat().map((name) => name.toLowerCase());
    expect(lines).toHaveLength(258);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is found by each of its names in any case', () => {
    for (const names of lines) {
      for (const name of names) {
        expect(preferredCharacterSet(name.toUpperCase())).toBe(names[0]);
        expect(characterSetFaultOf(name.toLowerCase()) === undefined).toBe(name === names[0]);
      }
    }
  });
});

describe('bytes', () => {
  it('are base64 and hex as they are written', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(isBase64(Buffer.from(bytes).toString('base64'))).toBe(true);
        expect(isHex(Buffer.from(bytes).toString('hex'))).toBe(true);
      }),
    );
  });

  it('are neither with a character of another alphabet anywhere', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(), fc.constantFrom('-', '_', ' ', '\n', 'é', '!', '\ud800'), (bytes, nat, foreign) => {
        for (const text of [Buffer.from(bytes).toString('base64'), Buffer.from(bytes).toString('hex')]) {
          const at = nat % (text.length + 1);
          // Four of them keep the length in groups, so only the alphabet can be at fault.
          const broken = text.slice(0, at) + foreign.repeat(4) + text.slice(at);
          expect([isBase64(broken), isHex(broken)]).toEqual([false, false]);
        }
      }),
    );
  });
});

describe('an IP address', () => {
  const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
  const group = fc.constantFrom(0, 1, 0xfe80, 0xffff).chain((known) => fc.oneof(fc.constant(known), fc.nat(0xffff)));
  const groups = fc.array(group, { minLength: 8, maxLength: 8 });

  it('of IPv4 is accepted with each prefix, and refused beyond them', () => {
    fc.assert(
      fc.property(octets, fc.nat(99), (numbers, prefix) => {
        expect(ipv4FaultOf(numbers.join('.'))).toBeUndefined();
        expect(ipv4FaultOf(`${numbers.join('.')}/${prefix}`) === undefined).toBe(prefix <= 32);
      }),
    );
  });

  it('of IPv6 is accepted in all its forms', () => {
    const form = fc.record({
      padded: fc.boolean(),
      upper: fc.boolean(),
      embedded: fc.boolean(),
      begin: fc.nat(7),
      end: fc.nat(8),
    });
    fc.assert(
      fc.property(groups, form, fc.nat(128), (numbers, { padded, upper, embedded, begin, end }, prefix) => {
        const texts = numbers.map((number) => number.toString(16).padStart(padded ? 4 : 1, '0'));
        const [seventh = 0, eighth = 0] = numbers.slice(6);
        const dotted = [seventh >> 8, seventh & 255, eighth >> 8, eighth & 255].join('.');
        const last = embedded ? 6 : 8;
        const tail = embedded ? [dotted] : [];
        const from = Math.min(begin, last);
        const to = Math.min(end, last);
        const head = texts.slice(0, last);
        // A run of at least one group, wherever it stands.
        const text =
          from < to
            ? `${head.slice(0, from).join(':')}::${[...head.slice(to), ...tail].join(':')}`
            : [...head, ...tail].join(':');
        const written = upper ? text.toUpperCase() : text;
        expect({ written, fault: ipv6FaultOf(written) }).toEqual({ written, fault: undefined });
        expect(ipv6FaultOf(`${written}/${prefix}`)).toBeUndefined();
        expect(uriFaultOf(`http://[${written}]:80/`)).toBeUndefined();
      }),
    );
  });

  it('is judged as others judge it', () => {
    const piece = fc.constantFrom('0', '1', '01', '255', '256', 'ffff', 'g', '.', ':', '::', '1.2.3.4', '');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
        const text = pieces.join('');
        expect({ text, valid: ipv6FaultOf(text) === undefined }).toEqual({ text, valid: URL.canParse(`http://[${text}]/`) });
      }),
      { numRuns: 2_000 },
    );
  });

  it('with a leading zero is told which number has it', () => {
    expect(ipv4FaultOf('192.168.010.1')).toMatch(/: write `010` without leading zeros$/);
    expect(ipv4FaultOf('192.168.0.1/01')).toMatch(/: write `01` without leading zeros$/);
    expect(ipv6FaultOf('::ffff:01.2.3.4')).toMatch(/: write `01` without leading zeros$/);
    expect(ipv6FaultOf('0001:g::')).not.toMatch(/leading zeros/);
  });
});

describe('a label of a domain name', () => {
  it('is encoded as others encode it', () => {
    const letter = fc.constantFrom(...'abzüöéßñžшщяλωאבגदहिन例え中文한국𠀀');
    fc.assert(
      fc.property(fc.string({ unit: letter, minLength: 1, maxLength: 20 }), (label) => {
        const encoded = domainToASCII(label);
        // Empty: the other refuses it, for the order of its scripts.
        fc.pre(encoded !== '' && label === label.normalize('NFKC'));
        expect(aLabelOf(label)).toBe(encoded);
      }),
      { numRuns: 1_000 },
    );
  });

  it('that is ASCII is encoded as itself', () => {
    expect(aLabelOf('Example-1')).toBe('example-1');
  });
});

describe('a URL', () => {
  it('that others write is accepted', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
        expect({ url, fault: uriFaultOf(url) }).toEqual({ url, fault: undefined });
      }),
    );
  });

  it('is refused once a character stands in it that must be escaped, and accepted escaped', () => {
    const place = fc.constantFrom('', '?', '#');
    const foreign = fc.constantFrom(' ', '"', '<', '>', '\\', '^', '`', '{', '|', '}', '[', ']', 'é', '漢', '\0');
    fc.assert(
      fc.property(fc.webUrl(), place, foreign, (url, mark, character) => {
        expect(uriFaultOf(`${url}/${mark}${character}`)).toMatch(/^is not an absolute URL of RFC 3986: write /);
        expect(uriFaultOf(`${url}/${mark}${encodeURIComponent(character)}`)).toBeUndefined();
      }),
    );
  });
});

describe('an email address', () => {
  it('that others write is accepted, and with a display name refused', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        expect({ address, fault: emailAddressFaultOf(address) }).toEqual({ address, fault: undefined });
        expect(emailAddressFaultOf(`Jane <${address}>`)).toMatch(/^is not an email address/);
      }),
    );
  });
});

describe('a language tag', () => {
  const words = (list: string): readonly string[] => list.split(' ').filter((word) => !word.includes('..'));
  const language = fc.constantFrom(...words(LANGUAGE_SUBTAGS.language));
  const optional = (list: string) => fc.option(fc.constantFrom(...words(list)), { nil: undefined });

  it('of registered subtags in their order is accepted in any case, and no subtag is read twice', () => {
    const parts = fc.tuple(language, optional(LANGUAGE_SUBTAGS.script), optional(LANGUAGE_SUBTAGS.region));
    fc.assert(
      fc.property(parts, optional(LANGUAGE_SUBTAGS.variant), fc.boolean(), (begin, variant, upper) => {
        const tag = [...begin, variant].filter((part) => part !== undefined).join('-');
        expect(languageTagFaultOf(upper ? tag.toUpperCase() : tag)).toBeUndefined();
        expect(languageShapeFaultOf(tag)).toBeUndefined();
        if (variant !== undefined) expect(languageTagFaultOf(`${tag}-${variant}`)).toMatch(/ stands there twice$/);
      }),
    );
  });

  it('of an extlang is accepted behind its language', () => {
    for (const pair of words(LANGUAGE_SUBTAGS.extlang)) {
      const [extlang, prefix] = pair.split(':');
      expect(languageTagFaultOf(`${prefix}-${extlang}`)).toBeUndefined();
    }
  });

  it('has a shape, its subtags registered or not', () => {
    expect(['eng', 'foo', 'en-UK'].map(languageShapeFaultOf)).toEqual([undefined, undefined, undefined]);
    expect(['', 'en_US', 'en-', 'español', 'abcdefghi'].map(languageShapeFaultOf)).not.toContain(undefined);
  });

  it('has a region that is a country wherever ISO 3166-1 assigned one', () => {
    const regions = words(LANGUAGE_SUBTAGS.region);
    expect(regions.filter((region) => countryCodeFaultOf(region) === undefined)).toHaveLength(249);
  });
});
