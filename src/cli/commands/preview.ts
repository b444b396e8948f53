import { preview } from '../../exchange/preview.js';
import { DONE } from '../exit-status.js';
import { plan } from '../plan.js';
import { previewRows } from '../preview-rows.js';
import { table } from '../table.js';
import { write } from '../write.js';

export const previewFeed = plan<{ participant: string; collection: string }>({
  name: 'preview',
  summary: 'show what a partner would get from a collection now; discloses and mints nothing',
  shape: (command) =>
    command
      .requiredOption('--participant <slug>', 'partner')
      .requiredOption('--collection <alias>', 'collection, by alias or id'),
  examples: [
    'parley preview --participant meridian --collection ics',
    'parley preview --participant meridian --collection ics > meridian-ics.json',
  ],
  answer: 'the STIX bundle; also without --json where standard output is no terminal',
  run: (shell, { participant, collection }) =>
    shell.house(async (house) => {
      const pieces = preview(house, { participant, collection });
      const { stdout, terminal } = shell.context;
      if (shell.json || !terminal.stdout) {
        for await (const piece of pieces) await write(stdout, piece);
        await write(stdout, '\n');
        return DONE;
      }
      const { rows, count } = await previewRows(pieces);
      const more = count > rows.length ? `\n${shell.paint.dim(`and ${count - rows.length} more: --json shows them`)}` : '';
      const listing = count === 0 ? '' : `${table(shell.paint, ['type', 'name', 'id'], rows)}${more}\n`;
      return shell.answer(undefined, () => ({
        text: `${listing}${participant} would get ${count} objects from ${collection}`,
        next: count === 0 ? `participant show ${participant}` : `explain --participant ${participant} --object STIX_ID`,
      }));
    }),
});
