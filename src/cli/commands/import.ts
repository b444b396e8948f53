import { ParleyError } from '../../core/errors.js';
import { LIMITS } from '../../core/limits.js';
import type { GivenLabels } from '../../core/registry/collection.js';
import { parseGivenLabels } from '../../core/release/given-labels.js';
import type { House } from '../../exchange/house.js';
import { publish } from '../../exchange/publish.js';
import { DONE } from '../exit-status.js';
import { gather, LABEL_FLAGS } from '../options.js';
import { plan } from '../plan.js';
import { progressOf } from '../progress.js';
import { type RejectedFrom, rejectedLines } from '../rejected-lines.js';
import type { Shell } from '../shell.js';
import { type Source, sourcesOf } from '../sources.js';

interface Options {
  readonly collection: string;
  readonly originator?: string;
  readonly label?: readonly string[];
}

interface Tally {
  readonly read: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly quarantined: number;
  readonly dangling: number;
  readonly rejected: readonly RejectedFrom[];
  readonly rejected_total: number;
}

const NOTHING: Tally = { read: 0, accepted: 0, duplicates: 0, quarantined: 0, dangling: 0, rejected: [], rejected_total: 0 };

export const importFiles = plan<Options, [files: readonly string[]]>({
  name: 'import',
  summary: 'publish STIX 2.1 into a collection: bundles, lists or JSON lines; valid objects are stored, others reported',
  shape: (command) =>
    command
      .argument('<file...>', 'files, or - for standard input')
      .requiredOption('--collection <alias>', 'collection to publish into')
      .option('--originator <slug>', 'participant that first released the objects (default: by their creator, else the host)')
      .option(LABEL_FLAGS, 'label of every object of this import, as tlp=green (repeatable)', gather),
  examples: [
    'parley import ics-attack.json --collection ics --label tlp=green',
    'parley import lantern.json --collection cyber --originator lantern',
    'zcat feed.jsonl.gz | parley import - --collection ics',
  ],
  answer:
    '{read, accepted, duplicates, quarantined, dangling, rejected: [{file, index, id, code, rule, message}], rejected_total}',
  run: async (shell, { collection, originator, label = [] }, files) => {
    const given = parseGivenLabels(label);
    const sources = await sourcesOf(files, shell.context.stdin);
    const tally = await shell.house(async (house) => {
      let sum = NOTHING;
      for (const source of sources) sum = added(sum, await importOne(shell, house, { source, collection, originator, given }));
      return sum;
    });
    await shell.answer(tally, () => ({
      text: [...rejectedLines(shell.paint, tally.rejected, tally.rejected_total), countsOf(tally)].join('\n'),
      next: `preview --participant SLUG --collection ${collection}`,
    }));
    if (tally.rejected_total === 0) return DONE;
    return shell.complain(new ParleyError('objects-rejected', { rejected: tally.rejected_total, read: tally.read }));
  },
});

const importOne = async (
  shell: Shell,
  house: House,
  { source, ...into }: { source: Source; collection: string; originator: string | undefined; given: GivenLabels },
): Promise<Tally> => {
  const progress = progressOf(shell, source);
  try {
    const report = await publish(house, { ...into, source: source.open(), onProgress: progress.update });
    return { ...report, rejected: report.rejected.map((item) => ({ file: source.file, ...item })) };
  } finally {
    progress.stop();
  }
};

const added = (sum: Tally, more: Tally): Tally => ({
  read: sum.read + more.read,
  accepted: sum.accepted + more.accepted,
  duplicates: sum.duplicates + more.duplicates,
  quarantined: sum.quarantined + more.quarantined,
  dangling: sum.dangling + more.dangling,
  rejected: [...sum.rejected, ...more.rejected].slice(0, LIMITS.rejected_reported_max),
  rejected_total: sum.rejected_total + more.rejected_total,
});

const countsOf = ({ read, accepted, duplicates, quarantined, dangling, rejected_total }: Tally): string =>
  `${read} read, ${accepted} accepted, ${duplicates} duplicates, ${dangling} dangling references, ${rejected_total} rejected` +
  (quarantined > 0 ? `, ${quarantined} of them in quarantine: see parley quarantine list` : '');
