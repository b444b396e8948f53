import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeFrontier, rootOf } from '../../src/core/ledger/frontier.js';
import { LEDGER_HASH } from '../../src/exchange/ledger/hashing.js';
import type { LookedAt } from './database.js';
import type { Notes } from './notes.js';
import { require, requireNone } from './violation.js';

/** What no row may be, whoever was killed when. Each answers with what is wrong. */
const NEVER: Readonly<Record<string, string>> = {
  'a feed has a gap or does not begin with 1': `select feed.participant, feed.collection from feed
    group by feed.participant, feed.collection having min(pos) <> 1 or max(pos) <> count(*)`,
  'a feed does not end where its head says': `select feed_head.participant, feed_head.collection from feed_head
    where pos <> (select coalesce(max(feed.pos), 0) from feed
      where feed.participant = feed_head.participant and feed.collection = feed_head.collection)`,
  'a feed has no head': `select participant, collection from feed
    where not exists (select 1 from feed_head where feed_head.participant = feed.participant and feed_head.collection = feed.collection)`,
  'dates of a feed do not grow': `select a.participant, a.collection, a.pos from feed a
    join feed b on b.participant = a.participant and b.collection = a.collection and b.pos = a.pos + 1 where b.added <= a.added`,
  'a leaf tells of entries that are not there': 'select participant, collection from feed_head where granted > pos',
  'an entry has no version': `select feed.participant, feed.pos from feed
    left join version on version.num = feed.version and version.object = feed.object where version.num is null`,
  'a live entry stands in no collection': `select feed.participant, feed.pos from feed
    left join membership on membership.version = feed.version and membership.collection = feed.collection
    where died is null and membership.version is null`,
  'a version is live twice': `select participant, collection, version from feed where died is null
    group by participant, collection, version having count(*) > 1`,
  'an object has two last versions': `select participant, collection, object from feed where died is null and mark in (2, 3)
    group by participant, collection, object having count(*) > 1`,
  'a feed shows two lines of an id': `select feed.participant, feed.collection, object.id from feed
    join object on object.num = feed.object where died is null
    group by feed.participant, feed.collection, object.id having count(distinct feed.object) > 1`,
  'a sweep is further than it is due': 'select participant from standing where swept > due or due > epoch',
  'a version belongs to no object': `select version.num from version left join object on object.num = version.object
    where object.num is null`,
  'a count of disclosures is not that of the deliveries': `select participant from standing
    where disclosures <> (select count(*) from delivery where delivery.participant = standing.participant)`,
  'a ledger lacks leaves or has too many': `select num from ledger
    where size <> (select count(*) from ledger_leaf where ledger_leaf.ledger = ledger.num)
    or size <> (select coalesce(max(idx), -1) + 1 from ledger_leaf where ledger_leaf.ledger = ledger.num)`,
};

/** In any state that a kill can leave, also beside running processes. Every look is a statement: one snapshot. */
export const checkNever = async (look: LookedAt): Promise<number> => {
  for (const [wrong, text] of Object.entries(NEVER)) requireNone(await look.rows(text), wrong);
  return Object.keys(NEVER).length;
};

interface LedgerRow {
  readonly origin: string;
  readonly size: number;
  readonly frontier: Uint8Array | ArrayBuffer;
  readonly checkpoint: string;
}

/** What is signed is what is stored, and the home has not seen more than the database has. */
export const checkCheckpoints = async (look: LookedAt, home: string, notes: Notes): Promise<void> => {
  const kept = await keptNote(home);
  if (kept !== undefined) notes.see(kept);
  const ledgers = await look.rows<LedgerRow>('select origin, size, frontier, checkpoint from ledger');
  for (const { origin, size, frontier, checkpoint } of ledgers) {
    notes.see(checkpoint);
    const root = rootOf(LEDGER_HASH, decodeFrontier(size, new Uint8Array(frontier)));
    notes.seeRoot(origin, size, Buffer.from(root).toString('hex'));
    const largest = Math.max(0, ...notes.of(origin).keys());
    require(largest <= size, `${origin} has ${size} leaves, and a checkpoint of ${largest} was seen: a lost tail`);
  }
};

/** The newest checkpoint in the home; a process beside may replace it while it is looked for. */
export const keptNote = async (home: string): Promise<string | undefined> => {
  const dir = join(home, 'checkpoints');
  for (;;) {
    const name = (await readdir(dir))
      .filter((one) => /^host-\d{6}-\d{16}$/.test(one))
      .sort()
      .at(-1);
    if (name === undefined) return undefined;
    const text = await readFile(join(dir, name), 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
  }
};
