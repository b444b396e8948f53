import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { documentOf, runLine } from '../cli/line-runner.js';

type Environment = Readonly<Record<string, string>>;

export interface SmallNode {
  readonly collection: string;
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The JSON answer of a command that must succeed, run in this process: a start of the program costs half a second. */
const answerHere = async <T>(argv: readonly string[], environment: Environment): Promise<T> => {
  const ran = await runLine([...argv, '--json'], environment.PARLEY_HOME ?? '', { environment });
  if (ran.status !== 0) throw new Error(`parley ${argv.join(' ')} ended with ${ran.status}: ${ran.out}${ran.err}`);
  return documentOf<T>(ran);
};

/** By the command line: a node with the collection `ics` on cyber and the partner `meridian`, trusted as `tier` there. */
export const foundNode = async (environment: Environment, tier: string): Promise<SmallNode> => {
  await answerHere(['init', '--name', 'Northern Cell'], environment);
  const { collection } = await answerHere<{ collection: { id: string } }>(
    ['collection', 'add', 'ics', '--title', 'ICS threats', '--track', 'cyber'],
    environment,
  );
  await answerHere(['participant', 'add', 'meridian', '--name', 'Meridian CERT'], environment);
  await setTier(environment, tier);
  const { token } = await answerHere<{ token: string }>(['token', 'issue', 'meridian'], environment);
  const headers = { accept: 'application/taxii+json;version=2.1', authorization: `Bearer ${token}` };
  return { collection: collection.id, token, headers };
};

export const setTier = (environment: Environment, tier: string): Promise<unknown> =>
  answerHere(
    ['tier', 'set', 'meridian', '--track', 'cyber', '--tier', tier, '--by', 'admin', '--reason', 'agreement of 3 May'],
    environment,
  );

export const indicator = (number: number): string =>
  JSON.stringify({
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`,
    created: '2026-02-01T08:00:00.000Z',
    modified: '2026-02-01T08:00:00.000Z',
    name: `Relay ${number}`,
    pattern: `[domain-name:value = 'relay-${number}.example']`,
    pattern_type: 'stix',
    valid_from: '2026-02-01T08:00:00Z',
  });

/** Writes JSON lines into the home's parent folder and gives the path. */
export const fileOf = async (home: string, name: string, lines: readonly string[]): Promise<string> => {
  const path = join(home, '..', name);
  await writeFile(path, lines.join('\n'));
  return path;
};

export const objectsAt = async (base: string, { collection, headers }: SmallNode, query = ''): Promise<Response> =>
  fetch(`${base}/taxii2/main/collections/${collection}/objects/${query}`, { headers });

export const namesIn = async (response: Response): Promise<readonly string[]> => {
  const { objects = [] } = (await response.json()) as { objects?: { name: string }[] };
  return objects.map(({ name }) => name);
};
