import { ParleyError } from '../../core/errors.js';
import { LIMITS } from '../../core/limits.js';
import { isList, isRecord, type JsonRecord, visible } from '../../core/stix/json/json-value.js';
import { parseStrictBytes } from '../../core/stix/json/strict-json.js';
import { shownUrl } from './shown-url.js';
import { collectionIn, withSlash } from './target-url.js';
import type { TaxiiClient } from './taxii-client.js';

/** A collection of another server. */
export interface FoundCollection {
  /** With its last slash. */
  readonly url: URL;
  /** As the server writes it. */
  readonly id: string;
}

/**
 * The collection with this id, alias or title, at the URL of a discovery, an API root or a collection. API roots on another origin
 * are not asked, since nobody named it. Errors: those of `TaxiiClient.get`, `pull-malformed`, `pull-collection-unknown`,
 * `pull-collection-ambiguous`.
 */
export const findCollection = async (client: TaxiiClient, url: URL, wanted: string | undefined): Promise<FoundCollection> => {
  const direct = collectionIn(url);
  if (direct !== undefined) return namedByUrl(client, direct, wanted);
  const { roots, elsewhere } = await rootsAt(client, url);
  const listed: Listed[] = [];
  const failures: unknown[] = [];
  for (const root of roots) {
    // One API root may be closed to us and another hold what we want.
    await collectionsOf(client, root).then(
      (found) => listed.push(...found),
      (error: unknown) => failures.push(error),
    );
  }
  const [match, ...others] = matching(listed, wanted ?? '');
  if (others.length > 0)
    throw new ParleyError('pull-collection-ambiguous', { value: wanted ?? '', count: others.length + 1, url: shownUrl(url) });
  if (match) return requireReadable(match);
  if (failures.length > 0) throw failures[0];
  throw unlisted(url, wanted ?? '', listed, elsewhere);
};

interface Listed extends FoundCollection {
  readonly title: string;
  readonly alias: string | undefined;
  readonly readable: boolean;
}

/** Without another name to check, the collection itself need not be asked: its objects are what counts. */
const namedByUrl = async (client: TaxiiClient, url: URL, wanted: string | undefined): Promise<FoundCollection> => {
  const id = decoded(url.pathname.split('/').at(-2) ?? '');
  if (wanted === undefined || wanted.toLowerCase() === id.toLowerCase()) return { url, id };
  const resource = await readResource(client, url);
  const listed = listedIn(resource, url);
  const [match] = matching(listed, wanted);
  if (!match) throw unlisted(url, wanted, listed, []);
  return requireReadable({ ...match, url });
};

interface Roots {
  readonly roots: readonly URL[];
  /** API roots that lie on another origin. */
  readonly elsewhere: readonly URL[];
}

/** T085: discovery is at /taxii2/ of the host. What is no discovery is taken for an API root, as whose collections say. */
const rootsAt = async (client: TaxiiClient, given: URL): Promise<Roots> => {
  const url = given.pathname === '/' ? new URL('/taxii2/', given) : given;
  const resource = await readResource(client, url).catch((error: unknown): JsonRecord => {
    // An API root may describe itself badly, or not at all, and still list its collections.
    if (error instanceof ParleyError && (error.code === 'pull-malformed' || isAbsent(error))) return {};
    throw error;
  });
  const named = [...(isList(resource.api_roots) ? resource.api_roots : []), resource.default];
  const found = named.filter((root): root is string => typeof root === 'string' && URL.canParse(root, url.href));
  if (found.length === 0) return { roots: [url], elsewhere: [] };
  const unique = [...new Map(found.map((root) => withSlash(new URL(root, url))).map((root) => [root.href, root])).values()];
  const here = (root: URL): boolean => root.origin === client.origin && root.username === '' && root.password === '';
  return { roots: unique.filter(here), elsewhere: unique.filter((root) => !here(root)) };
};

const isAbsent = ({ code, details }: ParleyError): boolean =>
  code === 'pull-refused' && (details.status === 404 || details.status === 405);

const collectionsOf = async (client: TaxiiClient, root: URL): Promise<readonly Listed[]> => {
  const url = new URL('collections/', root);
  const { collections } = await readResource(client, url);
  return isList(collections) ? collections.flatMap((one) => (isRecord(one) ? listedIn(one, url) : [])) : [];
};

/** `base`: what the id is appended to, or the URL of the collection itself. */
const listedIn = ({ id, title, alias, can_read }: JsonRecord, base: URL): readonly Listed[] => {
  if (typeof id !== 'string' || id === '') return [];
  return [
    {
      id,
      url: new URL(`${encodeURIComponent(id)}/`, base),
      title: typeof title === 'string' ? title : '',
      alias: typeof alias === 'string' ? alias : undefined,
      readable: can_read !== false,
    },
  ];
};

/** An id decides before an alias, an alias before a title, as written before in other letters. */
const matching = (listed: readonly Listed[], wanted: string): readonly Listed[] => {
  const low = wanted.toLowerCase();
  const tests: readonly ((one: Listed) => boolean)[] = [
    ({ id }) => id.toLowerCase() === low,
    ({ alias }) => alias === wanted,
    ({ title }) => title === wanted,
    ({ alias, title }) => alias?.toLowerCase() === low || title.trim().toLowerCase() === low,
  ];
  for (const test of tests) {
    const found = listed.filter(test);
    if (found.length > 0) return found;
  }
  return [];
};

const requireReadable = ({ url, id, readable }: Listed): FoundCollection => {
  if (readable) return { url, id };
  const listed = 'it is listed, and these credentials may not read it';
  throw new ParleyError('pull-collection-unknown', { value: visible(id), url: shownUrl(url), listed });
};

const decoder = new TextDecoder('utf-8', { fatal: true });

const readResource = async (client: TaxiiClient, asked: URL): Promise<JsonRecord> => {
  const { url, body } = await client.get(asked, LIMITS.pull_resource_bytes_max);
  const read = parseStrictBytes(body, (bytes) => decoder.decode(bytes));
  const reason = 'problem' in read ? read.problem.reason : isRecord(read.value) ? undefined : 'it is no JSON object';
  if (reason !== undefined || 'problem' in read)
    throw new ParleyError('pull-malformed', { url: shownUrl(url), reason: reason ?? '' });
  return read.value as JsonRecord;
};

const SHOWN_MAX = 10;

const unlisted = (url: URL, value: string, listed: readonly Listed[], elsewhere: readonly URL[]): ParleyError => {
  const names = listed.slice(0, SHOWN_MAX).map(({ id, title }) => `\`${visible(id, 80)}\` (${visible(title, 80)})`);
  const rest = listed.length > SHOWN_MAX ? ` and ${listed.length - SHOWN_MAX} more` : '';
  const here = names.length === 0 ? 'it lists none for these credentials' : `it lists ${names.join(', ')}${rest}`;
  const others = elsewhere.slice(0, SHOWN_MAX).map((root) => `\`${shownUrl(root)}\``);
  const there = others.length === 0 ? '' : `; its API roots on other hosts were not asked: ${others.join(', ')}`;
  return new ParleyError('pull-collection-unknown', { value: visible(value), url: shownUrl(url), listed: `${here}${there}` });
};

const decoded = (step: string): string => {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
};
