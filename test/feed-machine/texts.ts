import { markOf, type Sender, type Tlp, VERSIONS } from './history.js';

export const idOf = (object: number): string => `indicator--0000000${object}-0000-4000-8000-000000000000`;

export const identityOf = (partner: number): string => `identity--0000000${partner}-0000-4000-8000-00000000aaaa`;

/** A line of versions: those of one object that one sender has brought. */
export const lineKey = (object: number, sender: Sender): string => `${object}@${sender}`;

/** One version of a line. */
export const versionKey = (object: number, version: number, sender: Sender): string => `${object}/${version}@${sender}`;

export const textOf = (object: number, version: number, sender: Sender, creator: Sender = sender): string =>
  JSON.stringify({
    type: 'indicator',
    spec_version: '2.1',
    id: idOf(object),
    ...(creator === 'host' ? {} : { created_by_ref: identityOf(creator) }),
    created: '2026-01-01T00:00:00.000Z',
    modified: `2026-01-01T00:00:0${version}.000Z`,
    name: `object ${object}, version ${version}`,
    pattern: `[url:value = 'https://${object}.example/${version}']`,
    pattern_type: 'stix',
    valid_from: '2026-01-01T00:00:00Z',
    ...(version === VERSIONS ? { revoked: true } : {}),
    ...markingOf(markOf(object, version, sender)),
  });

/** Which version of which line a text is that a partner was given. */
export const keyOfText = (text: string): { readonly key: string; readonly object: number; readonly id: string } => {
  const { id, modified, created_by_ref: creator } = JSON.parse(text) as { id: string; modified: string; created_by_ref?: string };
  const object = Number(id.slice(18, 19));
  const sender = creator === undefined ? 'host' : Number(creator.slice(17, 18));
  return { key: versionKey(object, Number(modified.slice(18, 19)), sender), object, id };
};

const MARKING_IDS: Readonly<Record<Tlp, string>> = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
};

const markingOf = (tlp: Tlp | undefined) => (tlp === undefined ? {} : { object_marking_refs: [MARKING_IDS[tlp]] });
