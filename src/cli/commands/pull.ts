import { dateAdded } from '../../client/taxii/date-added.js';
import { type DrainedPage, drain } from '../../client/taxii/drain.js';
import { type FoundCollection, findCollection } from '../../client/taxii/find-collection.js';
import { collectionIn, targetUrl } from '../../client/taxii/target-url.js';
import { openTaxiiClient, type TaxiiClient } from '../../client/taxii/taxii-client.js';
import { ParleyError } from '../../core/errors.js';
import { LIMITS } from '../../core/limits.js';
import type { PullPosition } from '../../core/pull/pull-position.js';
import type { House } from '../../exchange/house.js';
import type { PullKey, PullPositions } from '../../exchange/ports/pulls.js';
import { type Publication, publish } from '../../exchange/publish.js';
import type { RejectedItem } from '../../exchange/read-arrivals.js';
import { requireCollection } from '../../exchange/require.js';
import { DONE, type ExitStatus } from '../exit-status.js';
import { failureAnswer, failureOf } from '../failure.js';
import { count } from '../options.js';
import { plan } from '../plan.js';
import { progressOf } from '../progress.js';
import { rejectedLines } from '../rejected-lines.js';
import { authorizationOf, type CredentialOptions, withCredentials } from '../remote-credentials.js';
import type { Shell } from '../shell.js';
import { shellWord } from '../shell-word.js';
import { UsageError } from '../usage-error.js';

interface Options extends CredentialOptions {
  readonly collection?: string;
  readonly into: string;
  readonly originator?: string;
  readonly allowPrivate?: true;
  readonly limit?: number;
  readonly addedAfter?: string;
  readonly fromStart?: true;
}

interface Tally {
  readonly pages: number;
  readonly read: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly quarantined: number;
  /** `page` counts from 1, `index` in its page from 0. */
  readonly rejected: readonly (RejectedItem & { readonly page: number })[];
  readonly rejected_total: number;
}

const NOTHING: Tally = { pages: 0, read: 0, accepted: 0, duplicates: 0, quarantined: 0, rejected: [], rejected_total: 0 };

export const pullCollection = plan<Options, [url: string]>({
  name: 'pull',
  summary: 'publish what a collection of another TAXII 2.1 server holds, and the next time what was added to it since',
  shape: (command) =>
    withCredentials(
      command
        .argument('<url>', 'discovery, API root or collection of the server')
        .option('--collection <name>', 'collection there, by id, alias or title; not needed where the URL names it')
        .requiredOption('--into <alias>', 'collection here to publish into')
        .option('--originator <slug>', 'participant that first released the objects (default: by their creator, else the host)'),
    )
      .option('--allow-private', 'the server may have a loopback or private address, and do without TLS there')
      .option('--limit <n>', `objects asked for in one page (default: ${LIMITS.pull_page_items_default})`, count)
      .option('--added-after <time>', 'begin behind this date added, not where the last pull stopped')
      .option('--from-start', 'begin with the first object, not where the last pull stopped'),
  examples: [
    'parley pull https://taxii.lantern.example/taxii2/ --collection "ICS threats" --into ics --token-file lantern.token',
    'parley pull https://lantern.example/api/collections/91a7b528-80eb-42ed-a74d-c6fbd5a26116/ --into ics --user northern --password-file lantern.pass',
    'parley pull http://127.0.0.1:7420/taxii2/ --collection ics --into mirror --token-file own.token --allow-private',
  ],
  answer:
    '{url, collection, into, pages, read, accepted, duplicates, quarantined, rejected: [{page, index, id, code, rule, message}], rejected_total, next_time: {added_after}}; with error: {code, message, details} if it ended early',
  run: async (shell, options, text) => {
    const url = targetUrl(text);
    if (options.collection === undefined && collectionIn(url) === undefined)
      throw new UsageError('the URL names no collection: say which with --collection');
    if (options.fromStart && options.addedAfter !== undefined)
      throw new UsageError('--from-start and --added-after exclude each other');
    const begin = beginOf(options);
    const authorization = await authorizationOf(shell, options);
    const client = openTaxiiClient(shell.context.network, {
      origin: url.origin,
      authorization,
      allowPrivate: options.allowPrivate === true,
      // Who does not listen to notes still gets the answer.
      onWait: (ms, why) => void shell.note(`${why.message}; waiting ${Math.ceil(ms / 1000)} s`).catch(() => undefined),
    });
    try {
      const pulled = await shell.house((house) => pull(shell, house, { client, url, options, begin }));
      return await tell(shell, text, options, pulled);
    } finally {
      client.close();
    }
  },
});

/** `added_after` that the operator wants; undefined: whatever comes next. Errors: `time-malformed`. */
const beginOf = ({ fromStart, addedAfter }: Options): string | null | undefined => {
  if (addedAfter === undefined) return fromStart ? null : undefined;
  const begin = dateAdded(addedAfter);
  if (begin === undefined) throw new ParleyError('time-malformed', { value: addedAfter });
  return begin;
};

interface Pull {
  readonly client: TaxiiClient;
  readonly url: URL;
  readonly options: Options;
  readonly begin: string | null | undefined;
}

interface Pulled {
  readonly found: FoundCollection;
  readonly into: string;
  readonly tally: Tally;
  readonly position: PullPosition;
  /** Why it ended before the end. */
  readonly early: ParleyError | undefined;
}

const pull = async (shell: Shell, house: House, { client, url, options, begin }: Pull): Promise<Pulled> => {
  const { context } = shell;
  const into = await house.store.read((reader) => requireCollection(reader, options.into));
  const found = await findCollection(client, url, options.collection);
  const positions = context.openPulls(shell.home);
  const key: PullKey = { url: found.url.href, into: into.id };
  let position = await startOf(positions, key, begin, options.limit);
  let tally = NOTHING;
  let early: ParleyError | undefined;
  const progress = progressOf(shell, { file: found.url.host, bytes: undefined });
  let bytes = 0;
  try {
    for await (const page of drain(client, found.url, position)) {
      const { read } = tally;
      const onProgress = (so: { readonly bytes: number; readonly read: number }) =>
        progress.update({ bytes: bytes + so.bytes, read: read + so.read });
      tally = added(tally, await publishPage(house, page, { collection: into.id, originator: options.originator, onProgress }));
      bytes += page.objects.length;
      // Only now: who is killed in between reads this page again, and finds duplicates.
      if (page.position !== undefined) await positions.keep(key, page.position);
      position = page.position ?? position;
    }
  } catch (error) {
    if (tally.pages === 0 || !(error instanceof ParleyError)) throw error;
    early = error;
  } finally {
    progress.stop();
  }
  return { found, into: into.alias, tally, position, early };
};

/** Where the last pull stopped, unless the operator says where to begin. */
const startOf = async (
  positions: PullPositions,
  key: PullKey,
  begin: string | null | undefined,
  limit: number | undefined,
): Promise<PullPosition> => {
  const kept = begin === undefined ? await positions.find(key) : undefined;
  const fresh = { next: null, reached: null, limit: limit ?? LIMITS.pull_page_items_default };
  if (kept === undefined) return { ...fresh, added_after: begin ?? null };
  // A `next` is good for the query that it was given for: with another limit, from where that drain began.
  const fits = kept.next !== null && (limit === undefined || limit === kept.limit);
  return fits ? kept : { ...fresh, added_after: kept.added_after };
};

type Target = Pick<Publication, 'collection' | 'originator' | 'onProgress'>;

type Report = Omit<Tally, 'pages' | 'rejected'> & { readonly rejected: readonly RejectedItem[] };

/** By the same way as `import`; collections give their own labels. */
const publishPage = async (house: House, page: DrainedPage, target: Target): Promise<Report> =>
  page.objects.length === 0 ? NOTHING : publish(house, { ...target, source: piecesOf(page), given: {} });

const PIECE_BYTES = 1024 * 1024;

async function* piecesOf({ objects }: DrainedPage): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < objects.length; at += PIECE_BYTES) yield objects.subarray(at, at + PIECE_BYTES);
}

const added = (sum: Tally, more: Report): Tally => {
  const page = sum.pages + 1;
  return {
    pages: page,
    read: sum.read + more.read,
    accepted: sum.accepted + more.accepted,
    duplicates: sum.duplicates + more.duplicates,
    quarantined: sum.quarantined + more.quarantined,
    rejected: [...sum.rejected, ...more.rejected.map((item) => ({ page, ...item }))].slice(0, LIMITS.rejected_reported_max),
    rejected_total: sum.rejected_total + more.rejected_total,
  };
};

const tell = async (
  shell: Shell,
  url: string,
  options: Options,
  { found, into, tally, position, early }: Pulled,
): Promise<ExitStatus> => {
  const { added_after, next } = position;
  const next_time = { added_after, ...(next === null ? {} : { next }) };
  const error = early === undefined ? {} : failureAnswer(failureOf(early));
  const document = { url: found.url.href, collection: found.id, into, ...tally, next_time, ...error };
  await shell.answer(document, () => {
    const rejected = tally.rejected.map(({ page, ...item }) => ({ ...item, file: `page ${page}` }));
    return {
      text: [
        ...rejectedLines(shell.paint, rejected, tally.rejected_total),
        countsOf(tally),
        placeOf(tally, position, early),
      ].join('\n'),
      next: early === undefined ? `preview --participant SLUG --collection ${into}` : again(url, options),
    };
  });
  if (early !== undefined) return shell.complain(early);
  if (tally.rejected_total === 0) return DONE;
  return shell.complain(new ParleyError('objects-rejected', { rejected: tally.rejected_total, read: tally.read }));
};

const countsOf = ({ pages, read, accepted, duplicates, quarantined, rejected_total }: Tally): string =>
  `${pages} page${pages === 1 ? '' : 's'}, ${read} read, ${accepted} accepted, ${duplicates} duplicates, ${rejected_total} rejected` +
  (quarantined > 0 ? `, ${quarantined} of them in quarantine: see parley quarantine list` : '');

const placeOf = ({ read }: Tally, { added_after, next }: PullPosition, early: ParleyError | undefined): string => {
  const undated = early === undefined && added_after === null && read > 0;
  const start = undated ? 'everything again, as the server gives no dates' : 'from the start';
  const place = next !== null ? 'on behind the last page' : added_after === null ? start : `what was added after ${added_after}`;
  return early === undefined
    ? `the next pull reads ${place}`
    : `it ended early, what came is stored; the next pull reads ${place}`;
};

/** The same pull, to go on where it stopped: without what told it to begin elsewhere. */
const again = (
  url: string,
  { collection, into, originator, user, passwordFile, tokenFile, allowPrivate, limit }: Options,
): string => {
  const flags = { collection, into, originator, user, 'password-file': passwordFile, 'token-file': tokenFile, limit };
  const words = Object.entries(flags).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, shellWord(String(value))],
  );
  return ['pull', shellWord(url), ...words, ...(allowPrivate ? ['--allow-private'] : [])].join(' ');
};
