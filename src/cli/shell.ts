import type { ParleyError } from '../core/errors.js';
import type { House } from '../exchange/house.js';
import type { CliContext, OpenHow } from './context.js';
import { DONE, type ExitStatus, REFUSED } from './exit-status.js';
import { failureLine } from './failure.js';
import { type Paint, paintFor } from './paint.js';
import { shellWord } from './shell-word.js';
import { write } from './write.js';

/** What an operator reads: lines, and what to do next (a command line without `parley` and `--home`). */
export interface HumanAnswer {
  readonly text: string;
  readonly next?: string;
}

interface Setting {
  /** Value of `--home` as given; undefined: the default home. */
  readonly homeOption: string | undefined;
  readonly json: boolean;
}

/** What a running command is given: its home, the two streams, and the one way to answer. */
export class Shell {
  readonly paint: Paint;
  readonly json: boolean;
  readonly homeOption: string | undefined;

  constructor(
    readonly context: CliContext,
    { homeOption, json }: Setting,
  ) {
    this.json = json;
    this.homeOption = homeOption;
    this.paint = paintFor(context.terminal.stdout && !json);
  }

  /** Absolute directory of the home. */
  get home(): string {
    return this.context.homeOf(this.homeOption);
  }

  /** Opens the house of this home for as long as `use` runs. */
  async house<T>(use: (house: House) => Promise<T>, how: OpenHow = {}): Promise<T> {
    const { house, close } = await this.context.openHouse(this.home, how);
    try {
      return await use(house);
    } finally {
      await close();
    }
  }

  /** The one answer of a command: a JSON document with `--json`, else words. */
  async answer(document: unknown, human: () => HumanAnswer): Promise<typeof DONE> {
    if (this.json) {
      await this.print(JSON.stringify(document));
      return DONE;
    }
    const { text, next } = human();
    await this.print(text);
    if (next !== undefined) await this.print(this.paint.dim(`next: ${this.commandLine(next)}`));
    return DONE;
  }

  /** A command line that works in this home when pasted. */
  commandLine(words: string): string {
    return this.homeOption === undefined ? `parley ${words}` : `parley ${words} --home ${shellWord(this.homeOption)}`;
  }

  /** One line (or several) on standard output. */
  print(text: string): Promise<void> {
    return write(this.context.stdout, `${text}\n`);
  }

  /** A dim line on standard error, beside the answer. */
  note(text: string): Promise<void> {
    return write(this.context.stderr, `${paintFor(this.context.terminal.stderr).dim(text)}\n`);
  }

  /** The answer was given and the outcome is a refusal all the same: says so on standard error only. */
  async complain(error: ParleyError): Promise<ExitStatus> {
    await write(this.context.stderr, `${paintFor(this.context.terminal.stderr).red(failureLine(error))}\n`);
    return REFUSED;
  }
}
