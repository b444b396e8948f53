import { type Exposed, type ExposureQuestion, exposure, exposureOneByOne } from '../../exchange/disclosure/exposure.js';
import { DONE } from '../exit-status.js';
import { withNext } from '../list-page.js';
import { type ListOptions, withPaging } from '../options.js';
import { plan } from '../plan.js';
import type { Shell } from '../shell.js';
import { table } from '../table.js';
import { UsageError } from '../usage-error.js';

interface Options extends ListOptions {
  readonly participant?: string;
  readonly object?: string;
  readonly jsonl?: true;
}

export const showExposure = plan<Options>({
  name: 'exposure',
  summary: 'show what has left the node: what a partner holds, who holds an object; deleted and withdrawn objects too',
  shape: (command) =>
    withPaging(
      command
        .option('--participant <slug>', 'what this partner holds')
        .option('--object <stix-id>', 'who holds this object; with --participant: whether that partner does')
        .option('--jsonl', 'one JSON document a line, as they are found; for many'),
    ),
  examples: [
    'parley exposure --participant meridian',
    'parley exposure --object indicator--0b6f3a5e-7f0f-4f2a-9f8b-1a2b3c4d5e6f',
    'parley exposure --participant meridian --jsonl > meridian-holds.jsonl',
  ],
  answer:
    '{disclosures: [{participant, object, version, edition_id, view, collection, disclosed, first_at, deliveries}], next?}; with --jsonl each of them, a line each',
  run: (shell, { participant, object, jsonl, ...paging }) => {
    if (participant === undefined && object === undefined) throw new UsageError('say of what: --participant, --object or both');
    if (jsonl === true && shell.json) throw new UsageError('--json and --jsonl are two forms of one answer: give one of them');
    const question = { participant, object, ...paging };
    return shell.house(async (house) => {
      if (jsonl === true) return printLines(shell, exposureOneByOne(house, question));
      const { disclosures, next } = await exposure(house, question);
      return shell.answer(withNext({ disclosures }, next), () => ({
        text: `${exposureTable(shell, disclosures)}\n${countLine(disclosures, next)}`,
        next: next === undefined ? 'explain --participant SLUG --object STIX_ID' : nextLine(question, next),
      }));
    });
  },
});

const RECORDS_AT_ONCE = 1_000;

const printLines = async (shell: Shell, disclosures: AsyncIterable<Exposed>): Promise<typeof DONE> => {
  let lines: string[] = [];
  const flush = async () => {
    if (lines.length > 0) await shell.print(lines.join('\n'));
    lines = [];
  };
  for await (const each of disclosures) {
    lines.push(JSON.stringify(each));
    if (lines.length === RECORDS_AT_ONCE) await flush();
  }
  await flush();
  return DONE;
};

const exposureTable = ({ paint }: Shell, disclosures: readonly Exposed[]): string =>
  table(
    paint,
    ['participant', 'object', 'version', 'view', 'collection', 'disclosed', 'first at', 'deliveries'],
    disclosures.map((each) => [
      each.participant,
      each.object,
      each.version,
      each.view,
      each.collection,
      each.disclosed,
      each.first_at,
      String(each.deliveries),
    ]),
  );

const countLine = (disclosures: readonly Exposed[], next: string | undefined): string =>
  `${disclosures.length} disclosures${next === undefined ? '' : ', and more'}; content: the object itself, listing: its id and version only`;

const nextLine = ({ participant, object, limit }: ExposureQuestion, next: string): string =>
  [
    'exposure',
    ...(participant === undefined ? [] : [`--participant ${participant}`]),
    ...(object === undefined ? [] : [`--object ${object}`]),
    ...(limit === undefined ? [] : [`--limit ${limit}`]),
    `--after ${next}`,
  ].join(' ');
