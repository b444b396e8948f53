import type { Argument, Command, Option } from 'commander';
import { notesOf } from '../../src/cli/plan.js';
import { commandPath, leavesOf } from './command-tree.js';

const COMMON = new Set(['--home', '--json', '--help']);

const HEAD = `# Command line

\`parley\` is \`node dist/main.js\` after \`npm ci && npm run build\` (in a checkout also \`npx parley\`).

- Every command takes \`--home DIR\` and \`--json\`, before or behind its name, and says on standard error which home it uses.
  The default home is \`PARLEY_HOME\`, else \`.parley\` in the working directory.
- With \`--json\`, standard output holds exactly one JSON document. Without it, the answer is for people and may change.
- Exit status: \`0\` done, \`1\` refused or failed, \`2\` wrong usage.
- An error is one line \`error CODE: message\` on standard error, with \`--json\` also \`{"error":{"code","message","details"}}\` on
  standard output. The codes are in [errors.md](errors.md); wrong usage has the code \`usage\`. \`import\`, \`pull\`, \`validate\`
  and \`rules check\` give their answer also where they exit with 1.
- Every command works beside a running server and has taken effect there when it returns.
- A list that goes on behind \`--limit\` has \`next\`: give it as \`--after\`.

This page is made from the commands themselves; a test compares. To make it anew:
\`UPDATE_REFERENCE=1 npx vitest run test/cli/reference.test.ts\`.
`;

const cell = (text: string): string => text.replaceAll('|', '\\|');

const argumentRow = (argument: Argument): string => {
  const name = argument.variadic ? `${argument.name()}...` : argument.name();
  return `| \`${argument.required ? `<${name}>` : `[${name}]`}\` | ${cell(argument.description)} |`;
};

const optionRow = (option: Option): string => {
  const notes = [
    option.mandatory ? 'required' : '',
    option.argChoices ? `one of ${option.argChoices.map((choice) => `\`${choice}\``).join(', ')}` : '',
    option.defaultValue === undefined || option.negate || option.defaultValue === true
      ? ''
      : `default \`${option.defaultValue}\``,
  ].filter((note) => note !== '');
  return `| \`${cell(option.flags)}\` | ${cell([option.description, ...notes].join('; '))} |`;
};

const chapter = (command: Command): string => {
  const notes = notesOf(command);
  const rows = [
    ...command.registeredArguments.map(argumentRow),
    ...command.options.filter(({ long }) => !COMMON.has(long ?? '')).map(optionRow),
  ];
  const table = rows.length === 0 ? '' : `\n| | |\n|---|---|\n${rows.join('\n')}\n`;
  const examples = `\n\`\`\`\n${(notes?.examples ?? []).join('\n')}\n\`\`\`\n`;
  return `## parley ${commandPath(command)}\n\n${command.description()}\n${table}${examples}\n\`--json\`: \`${notes?.answer ?? ''}\`\n`;
};

/** The whole of docs/reference/cli.md. */
export const renderReference = (program: Command): string => [HEAD, ...leavesOf(program).map(chapter)].join('\n');
