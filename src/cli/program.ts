import { Command, CommanderError } from 'commander';
import { PARLEY_VERSION } from '../core/version.js';
import { backUp } from './commands/backup.js';
import { collection } from './commands/collection.js';
import { consent } from './commands/consent.js';
import { demo } from './commands/demo.js';
import { explainRuling } from './commands/explain.js';
import { showExposure } from './commands/exposure.js';
import { importFiles } from './commands/import.js';
import { init } from './commands/init.js';
import { keys } from './commands/keys.js';
import { ledger } from './commands/ledger.js';
import { object } from './commands/object.js';
import { operator } from './commands/operator.js';
import { participant } from './commands/participant.js';
import { previewFeed } from './commands/preview.js';
import { pullCollection } from './commands/pull.js';
import { quarantine } from './commands/quarantine.js';
import { restoreFile } from './commands/restore.js';
import { rules } from './commands/rules.js';
import { serve } from './commands/serve.js';
import { tier } from './commands/tier.js';
import { token } from './commands/token.js';
import { track } from './commands/track.js';
import { validateFiles } from './commands/validate.js';
import type { CliContext } from './context.js';
import { DONE, type ExitStatus } from './exit-status.js';
import { failureAnswer, failureLine, failureOf } from './failure.js';
import { paintFor } from './paint.js';
import { type Perform, type Planned, withCommonOptions } from './plan.js';
import { Shell } from './shell.js';
import { OutputClosed, write } from './write.js';

/** In the order in which an operator meets them. */
const COMMANDS: readonly Planned[] = [
  init,
  serve,
  demo,
  operator,
  participant,
  token,
  track,
  collection,
  tier,
  consent,
  importFiles,
  pullCollection,
  validateFiles,
  object,
  quarantine,
  rules,
  explainRuling,
  previewFeed,
  showExposure,
  ledger,
  keys,
  backUp,
  restoreFile,
];

/** The whole tree of commands. Each runs through `perform`. */
export const buildProgram = (perform: Perform): Command => {
  const program = new Command('parley')
    .description('Share intelligence with each partner exactly as one written rule book allows: STIX 2.1 over TAXII 2.1')
    .version(PARLEY_VERSION, '-V, --version', 'show the version')
    // So that `explain --version` is the version of an object, and options of a command belong to that command.
    .enablePositionalOptions();
  withCommonOptions(program);
  for (const planned of COMMANDS) program.addCommand(planned(perform));
  return program;
};

type Streams = Pick<CliContext, 'stdout' | 'stderr' | 'terminal'>;

/**
 * Runs one command line (without `node` and the program) and returns its exit status: 0 done, 1 refused or failed, 2 wrong
 * usage. Never throws and never ends the process.
 */
export const runCli = async (argv: readonly string[], context: CliContext): Promise<ExitStatus> => {
  try {
    return await runIn(context, argv);
  } catch (error) {
    if (isShown(error) || error instanceof OutputClosed) return DONE;
    return await tell(error, context, wantsJson(argv)).catch(() => failureOf(error).status);
  }
};

const runIn = async (context: CliContext, argv: readonly string[]): Promise<ExitStatus> => {
  let status: ExitStatus = DONE;
  const program = buildProgram(async (command, { run, homeOption }) => {
    const given = commonOption(command, 'home');
    const home = homeOption ? await homeOption(given) : given;
    // A home that a command has made for itself, to be thrown away, keeps out of the operator's database.
    const shell = new Shell(home === given ? context : { ...context, ...context.embedded }, {
      homeOption: home,
      json: commonOption(command, 'json') === true,
    });
    await shell.note(`home ${shell.home}`);
    status = await run(shell);
  });
  speakThrough(context, program);
  // A reader that goes away is met where we write; without a listener the stream would end the process.
  const ignore = () => undefined;
  context.stdout.on('error', ignore);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return status;
  } finally {
    context.stdout.off('error', ignore);
  }
};

/** The value given nearest to the command: behind its name, else before it. */
const commonOption = <Name extends 'home' | 'json'>(
  command: Command,
  name: Name,
): (Name extends 'home' ? string : true) | undefined => {
  for (let at: Command | null = command; at; at = at.parent) {
    const value: unknown = at.getOptionValue(name);
    if (value !== undefined) return value as Name extends 'home' ? string : true;
  }
  return undefined;
};

const wantsJson = (argv: readonly string[]): boolean => {
  const end = argv.indexOf('--');
  return argv.slice(0, end < 0 ? argv.length : end).includes('--json');
};

/** Lets the parser throw instead of ending the process, print help through our streams, and leave errors to us. */
const speakThrough = (streams: Pick<Streams, 'stdout' | 'stderr'>, command: Command): void => {
  command.exitOverride().configureOutput({
    writeOut: (text) => void streams.stdout.write(text),
    writeErr: (text) => void streams.stderr.write(text),
    outputError: () => undefined,
  });
  for (const child of command.commands) speakThrough(streams, child);
};

/** Help or version was asked for and shown. */
const isShown = (error: unknown): boolean => error instanceof CommanderError && error.exitCode === 0;

const tell = async (error: unknown, { stdout, stderr, terminal }: Streams, json: boolean): Promise<ExitStatus> => {
  const failure = failureOf(error);
  const paint = paintFor(terminal.stderr);
  if (failure.cause !== undefined) await write(stderr, `${paint.dim(failure.cause)}\n`);
  await write(stderr, `${paint.red(failureLine(failure))}\n`);
  if (json) await write(stdout, `${JSON.stringify(failureAnswer(failure))}\n`);
  return failure.status;
};
