import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { freshHome } from './program.js';

/**
 * The tour of the README is run as it stands, and its printed output compared. `UPDATE_README=1` writes the output anew.
 * Ids of this run, tokens and times differ from run to run and are compared by shape only.
 */
const ATTACK = resolve('../shared/data/attack/ics-attack.json');
const END = '@@end of output@@';

const tourOf = (readme: string): string => /<!-- tour -->([\s\S]*)<!-- \/tour -->/.exec(readme)?.[1] ?? '';

const commandsOf = (tour: string): readonly string[] => [...tour.matchAll(/^\$ (.*)$/gm)].map(([, command]) => command ?? '');

/** The commands with what they printed, in the README's blocks. */
const withOutput = (tour: string, outputs: readonly string[]): string => {
  let at = 0;
  return tour.replace(/```console\n[\s\S]*?```/g, (block) => {
    const lines = commandsOf(block).map((command) => `$ ${command}\n${outputs[at++] ?? ''}`);
    return `\`\`\`console\n${lines.join('')}\`\`\``;
  });
};

const shapeOf = (text: string): string =>
  text
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/[A-Za-z0-9+/]{43}=/g, 'ROOT')
    .replace(/"next":"[\w-]+"/g, '"next":"CURSOR"');

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });

const runInShell = (commands: readonly string[], home: string, port: number): Promise<readonly string[]> =>
  new Promise((done, fail) => {
    const script = [
      `parley() { ${process.execPath} ${resolve('dist/main.js')} "$@" 2>/dev/null | sed -u '/^next: /d'; }`,
      ...commands.flatMap((command) => [
        command.replace(/7420/g, String(port)),
        ...(command.endsWith('&')
          ? [`until curl -s http://127.0.0.1:${port}/healthz >/dev/null; do sleep 0.1; done`, 'sleep 0.3']
          : []),
        `echo; echo '${END}'`,
      ]),
      'kill $(jobs -p); pkill -P $$',
    ].join('\n');
    const env = { ...process.env, PARLEY_HOME: home, PARLEY_PORT: String(port), PARLEY_LOG: 'silent' };
    const shell = spawn('bash', ['-c', script], {
      env,
      cwd: resolve(ATTACK, '..'),
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    let output = '';
    shell.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.split(END).length > commands.length) process.kill(-(shell.pid ?? 0), 'SIGKILL');
    });
    shell.on('error', fail);
    shell.on('close', () => {
      const parts = output.split(`${END}\n`).slice(0, commands.length);
      // One line end is the marker's own; an answer without one gets it for the page.
      const printed = parts.map((part) => part.replace(/\n$/, '').replace(/([^\n])$/, '$1\n'));
      done(printed.map((part) => part.replaceAll(String(port), '7420').replaceAll(home, '/srv/parley')));
    });
  });

const missing = !existsSync(ATTACK)
  ? 'its data lie in ../shared/data, which is not here'
  : spawnSync('bash', ['-c', 'command -v curl']).status !== 0
    ? 'this machine has no bash or no curl'
    : undefined;
if (missing !== undefined) console.info(`the tour of the README is not run: ${missing}`);

it.skipIf(missing !== undefined)('the tour of the README prints what it says', { timeout: 120_000 }, async () => {
  const readme = readFileSync('README.md', 'utf8');
  const tour = tourOf(readme);
  const { home, remove } = await freshHome();
  try {
    const outputs = await runInShell(commandsOf(tour), home, await freePort());
    const actual = withOutput(tour, outputs);
    if (process.env.UPDATE_README !== undefined)
      writeFileSync(
        'README.md',
        readme.replace(tour, () => actual),
      );
    else expect(shapeOf(tour)).toBe(shapeOf(actual));
  } finally {
    await remove();
  }
});
