import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readBookFolder } from '../disk/book-folder.js';
import { cedarEngine } from './engine.js';

const root = new URL('../../../', import.meta.url);
const page = fileURLToPath(new URL('docs/reference/rules.md', root));

it('docs/reference/rules.md holds the rules of the default book; `vitest run -u` on this file writes them', async () => {
  const book = cedarEngine().load(await readBookFolder(fileURLToPath(new URL('rulebook', root))));
  const table = [
    '| rule | effect | action | reason | file |',
    '|---|---|---|---|---|',
    ...book.rules.map(
      ({ id, effect, action, reason, file }) => `| \`${id}\` | ${effect} | \`${action}\` | ${reason} | \`rulebook/${file}\` |`,
    ),
  ].join('\n');
  const begin = '<!-- rules: begin -->\n';
  const end = '<!-- rules: end -->';
  const written = readFileSync(page, 'utf8');
  await expect(`${written.split(begin)[0]}${begin}${table}\n${end}${written.split(end)[1]}`).toMatchFileSnapshot(page);
});
