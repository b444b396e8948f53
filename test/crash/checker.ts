import { cliContext } from '../../src/compose.js';
import { readConfig } from '../../src/config.js';
import { checkRegisters, checkThings } from './check-acknowledged.js';
import { checkDisclosure, type DisclosureTally } from './check-disclosure.js';
import { checkLedgers } from './check-ledgers.js';
import { checkSent } from './check-sent.js';
import { checkCheckpoints, checkNever } from './check-store.js';
import type { Command } from './command.js';
import type { LookedAt } from './database.js';
import type { Stage } from './stage.js';
import { require } from './violation.js';

/** A command that has ended, one way or the other, and whose effect is to be looked up. */
interface Open {
  readonly command: Command;
  /** Undefined: it was killed before it could answer. */
  readonly answer: unknown;
  readonly looked: () => void;
  readonly failed: (error: unknown) => void;
}

export interface Tally extends DisclosureTally {
  readonly leaves: number;
  readonly things: number;
  readonly sent: number;
}

/** Looks at the database after every kill. Those that come while a look is under way share the next. */
export class Checker {
  #open: Open[] = [];
  #running: Promise<void> | undefined;
  #busy = false;
  /** Looks after kills, and full ones. */
  cheap = 0;
  full = 0;

  constructor(private readonly stage: Stage) {}

  /** Looks up what a command has left, takes it over into the model and gives back what the command held. */
  settle(command: Command, answer: unknown): Promise<void> {
    return new Promise((looked, failed) => {
      this.#open.push({ command, answer, looked, failed });
      if (!this.#busy) this.#running = this.#work();
    });
  }

  /** After a kill of something that is no command. */
  look(): Promise<void> {
    return this.settle({ args: [], turns: [], whole: 0, done: async () => 0, apply: () => undefined }, undefined);
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (this.#open.length > 0) {
      const batch = this.#open.splice(0);
      try {
        await this.#lookAt(batch);
        for (const { looked } of batch) looked();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.#busy = false;
  }

  async #lookAt(batch: readonly Open[]): Promise<void> {
    const look = await this.stage.database.open();
    try {
      for (const { command, answer } of batch) await this.#takeOver(look, command, answer);
      await checkNever(look);
      await checkCheckpoints(look, this.stage.home, this.stage.notes);
      this.cheap++;
    } finally {
      await look.close();
    }
  }

  async #takeOver(look: LookedAt, command: Command, answer: unknown): Promise<void> {
    const done = await command.done(look, answer);
    require(answer === undefined || done === command.whole, `acknowledged and lost: ${command.args.join(' ')}`);
    command.apply(done, answer);
    for (const turn of command.turns) turn.give();
  }

  /** With nothing running at all, and every client answered. */
  async offline(): Promise<Tally> {
    await this.#running;
    const { home, environment, database, model, notes, received, books } = this.stage;
    const { house, close } = await cliContext(readConfig({ ...environment, PARLEY_LOG: 'error' })).openHouse(home);
    const look = await database.open();
    try {
      await checkNever(look);
      await checkCheckpoints(look, home, notes);
      const things = await checkThings(look, model.things);
      const sent = await checkSent(look, model);
      await checkRegisters(look, model, { default: books.default.hash, strict: books.strict.hash });
      const leaves = await checkLedgers(house, notes);
      const disclosure = await checkDisclosure(house, look, model, received);
      this.full++;
      return { ...disclosure, leaves, things, sent };
    } finally {
      await look.close();
      await close();
    }
  }
}
