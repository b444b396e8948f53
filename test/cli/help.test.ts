import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { notesOf } from '../../src/cli/plan.js';
import { buildProgram } from '../../src/cli/program.js';
import { commandPath, leavesOf } from './command-tree.js';
import { shellSplit } from './shell-split.js';

const program = () => buildProgram(async () => undefined);
const leaves = leavesOf(program());
const helpOf = (command: Command): string => {
  let text = '';
  command.configureOutput({ writeOut: (more) => (text += more) });
  command.outputHelp();
  return text;
};

/** INTERFACE, command line; recall comes with its issue. */
const EXPECTED = [
  'init',
  'serve',
  'demo',
  'operator add',
  'operator list',
  'participant add',
  'participant list',
  'participant show',
  'participant set',
  'participant suspend',
  'participant resume',
  'token issue',
  'token list',
  'token revoke',
  'track list',
  'track add',
  'collection add',
  'collection list',
  'tier set',
  'consent record',
  'consent withdraw',
  'consent list',
  'import',
  'pull',
  'validate',
  'object show',
  'object relabel',
  'object delete',
  'quarantine list',
  'quarantine show',
  'quarantine drop',
  'rules check',
  'rules diff',
  'rules apply',
  'explain',
  'preview',
  'exposure',
  'ledger checkpoint',
  'ledger verify',
  'ledger prove',
  'ledger check',
  'ledger recover',
  'keys rotate',
  'backup',
  'restore',
];

describe('the tree of commands', () => {
  it('holds every command of the interface that exists so far, and no other', () => {
    expect(leaves.map(commandPath).toSorted()).toEqual(EXPECTED.toSorted());
  });

  it.each(leaves.map((command) => [commandPath(command), command] as const))(
    'shows for `%s` an example and the answer',
    (path, command) => {
      const help = helpOf(command);
      expect(help).toContain('Examples:');
      expect(help).toContain('Answer with --json:');
      const notes = notesOf(command);
      expect(notes?.examples.length).toBeGreaterThan(0);
      for (const example of notes?.examples ?? []) expect(example).toContain(`parley ${path}`);
    },
  );

  it('takes --home and --json on every command and group', () => {
    const walk = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(walk)];
    for (const command of walk(program())) {
      const flags = command.options.map(({ long }) => long);
      expect(flags, commandPath(command)).toEqual(expect.arrayContaining(['--home', '--json']));
    }
  });

  it('describes every command, argument and option', () => {
    for (const command of leaves) {
      expect(command.description(), commandPath(command)).not.toBe('');
      for (const part of [...command.options, ...command.registeredArguments]) {
        expect(part.description, `${commandPath(command)} ${part.name()}`).not.toBe('');
      }
    }
  });
});

describe('the examples', () => {
  const examples = leaves.flatMap((command) =>
    (notesOf(command)?.examples ?? []).map((example) => [example, commandPath(command)] as const),
  );

  it.each(examples)('%s', async (example, path) => {
    const ran: string[] = [];
    const tree = buildProgram(async (command) => {
      ran.push(commandPath(command));
    });
    const silence = (command: Command): void => {
      command.exitOverride().configureOutput({ writeErr: () => undefined, outputError: () => undefined });
      command.commands.forEach(silence);
    };
    silence(tree);
    const words = shellSplit(example);
    await tree.parseAsync(words.slice(words.indexOf('parley') + 1), { from: 'user' });
    expect(ran).toEqual([path]);
  });
});
