import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/program.js';
import { renderReference } from './render-reference.js';

const PAGE = join(import.meta.dirname, '../../docs/reference/cli.md');

it('docs/reference/cli.md says what the commands say (UPDATE_REFERENCE=1 makes it anew)', () => {
  const page = renderReference(buildProgram(async () => undefined));
  if (process.env.UPDATE_REFERENCE === '1') writeFileSync(PAGE, page);
  expect(existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '').toBe(page);
});
