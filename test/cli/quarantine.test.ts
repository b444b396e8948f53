import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indicator } from '../scenarios/node.js';
import { documentOf, freshFolder, runLine } from './line-runner.js';

const other = indicator(1).replace('"spec_version"', '"description":"\\u009b2J another","spec_version"');

describe('quarantine', () => {
  let home = '';
  let drop = () => {};
  const run = (line: string, stdin = '') => runLine(line.split(' '), home, { stdin });

  beforeEach(async () => {
    const fresh = freshFolder();
    drop = fresh.drop;
    home = join(fresh.dir, 'home');
    await run('init --name Cell');
    await run('collection add ics --title ICS --track cyber');
    await run('import - --collection ics', indicator(1));
  });
  afterEach(() => drop());

  it('is told of by import, listed in pieces, shown and dropped', async () => {
    const { out } = await run('import - --collection ics', `${other}\n${other.replace('another', 'a third')}`);
    expect(out).toContain('2 rejected, 2 of them in quarantine: see parley quarantine list');
    const piece = documentOf<{ next: number }>(await run('quarantine list --limit 1 --json'));
    expect(piece).toMatchObject({
      quarantined: [{ number: 1, collection: 'ics', originator: null, code: 'version-conflict' }],
      next: 1,
    });
    const rest = documentOf(await run(`quarantine list --after ${piece.next} --json`));
    expect(rest).toMatchObject({ quarantined: [{ number: 2 }] });
    expect(rest).not.toHaveProperty('next');
    expect(documentOf(await run('quarantine show 1 --json'))).toMatchObject({
      quarantined: { number: 1, content: { description: '\u009b2J another' } },
    });
    expect(documentOf(await run('quarantine drop 1 --by admin --reason mistaken --json'))).toEqual({ dropped: true });
    expect(documentOf(await run('quarantine show 1 --json'))).toMatchObject({ error: { code: 'quarantine-unknown' } });
  });

  it('shows a person nothing that writes on the terminal', async () => {
    await run('import - --collection ics', other);
    const { out } = await run('quarantine show 1');
    expect(out).toContain('\\u009b2J another');
    expect(out).not.toContain('\u009b');
  });
});
