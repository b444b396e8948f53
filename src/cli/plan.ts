import { Command } from 'commander';
import type { ExitStatus } from './exit-status.js';
import type { Shell } from './shell.js';

/** Chooses the `--home` of a command that has a default of its own. */
export type HomeOption = (given: string | undefined) => Promise<string | undefined>;

export interface Task {
  readonly run: (shell: Shell) => Promise<ExitStatus>;
  readonly homeOption?: HomeOption | undefined;
}

/** Runs a task in the shell that the command's options ask for. */
export type Perform = (command: Command, task: Task) => Promise<void>;

/** A command, or a group of commands, that only waits to be told how to run. */
export type Planned = (perform: Perform) => Command;

interface CommandPlan<Options, Args extends readonly unknown[]> {
  readonly name: string;
  readonly summary: string;
  /** Adds arguments and options. */
  readonly shape?: (command: Command) => Command;
  /** Command lines that work, most usual first. */
  readonly examples: readonly [string, ...string[]];
  /** Shape of the `--json` answer. */
  readonly answer: string;
  readonly homeOption?: HomeOption;
  readonly run: (shell: Shell, options: Options, ...args: Args) => Promise<ExitStatus>;
}

export interface CommandNotes {
  readonly examples: readonly string[];
  readonly answer: string;
}

const notes = new WeakMap<Command, CommandNotes>();

/** Examples and answer of a command; undefined for a group. */
export const notesOf = (command: Command): CommandNotes | undefined => notes.get(command);

/** One command. Its `Options` and `Args` are what `shape` declares. */
export const plan =
  <Options = unknown, Args extends readonly unknown[] = []>({
    name,
    summary,
    shape,
    examples,
    answer,
    homeOption,
    run,
  }: CommandPlan<Options, Args>): Planned =>
  (perform) => {
    const command = new Command(name).description(summary);
    shape?.(command);
    notes.set(command, { examples, answer });
    const lines = examples.map((example) => `  ${example}`).join('\n');
    command.addHelpText('after', `\nExamples:\n${lines}\n\nAnswer with --json: ${answer}`);
    return withCommonOptions(command).action(() =>
      perform(command, {
        run: (shell) => run(shell, command.opts() as Options, ...(command.processedArgs as unknown as Args)),
        homeOption,
      }),
    );
  };

/** Commands about one noun. */
export const group =
  (name: string, summary: string, members: readonly Planned[]): Planned =>
  (perform) => {
    const command = withCommonOptions(new Command(name).description(summary)).enablePositionalOptions();
    for (const member of members) command.addCommand(member(perform));
    return command;
  };

/** Every command takes these, before or behind its name (INTERFACE). */
export const withCommonOptions = (command: Command): Command =>
  command
    .option('--home <dir>', 'home of the node (default: PARLEY_HOME, else .parley here)')
    .option('--json', 'one JSON document on standard output, nothing else there')
    .helpOption('-h, --help', 'show this help');
