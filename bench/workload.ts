import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

/** A UUID (version 4 in shape) that depends only on the number. */
const uuidOf = (seed: string): string => {
  const hex = createHash('sha256').update(seed).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const WORDS =
  'the relay of this actor was seen in traffic from a port authority and its contractors during the week of the audit'.split(' ');

const proseOf = (number: number, words: number): string =>
  Array.from({ length: words }, (_, at) => WORDS[(number * 7 + at * 13) % WORDS.length]).join(' ');

/** STIX indicators of about 1.2 kB, the size of the field's median object. */
export const indicators = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, number) =>
    JSON.stringify({
      type: 'indicator',
      spec_version: '2.1',
      id: `indicator--${uuidOf(`indicator ${number}`)}`,
      created: '2026-02-01T08:00:00.000Z',
      modified: '2026-02-01T08:00:00.000Z',
      name: `Relay ${number}`,
      description: proseOf(number, 160),
      pattern: `[domain-name:value = 'relay-${number}.example']`,
      pattern_type: 'stix',
      valid_from: '2026-02-01T08:00:00Z',
      confidence: number % 101,
    }),
  );

const ATTACK = '../shared/data/attack/ics-attack.json';

/** The real load where it is at hand, else as many made-up objects. */
export const realLoad = (): { readonly name: string; readonly bytes: Uint8Array; readonly texts: readonly string[] } => {
  if (existsSync(ATTACK)) {
    const bytes = readFileSync(ATTACK);
    const { objects } = JSON.parse(bytes.toString()) as { objects: readonly object[] };
    return { name: 'ATT&CK for ICS', bytes, texts: objects.map((object) => JSON.stringify(object)) };
  }
  const texts = indicators(1826);
  return { name: 'made-up indicators', bytes: Buffer.from(texts.join('\n')), texts };
};
