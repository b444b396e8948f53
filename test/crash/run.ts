import { setTimeout as sleep } from 'node:timers/promises';
import { Checker, type Tally } from './checker.js';
import { Clients } from './clients.js';
import type { Command } from './command.js';
import type { DatabaseKind } from './database.js';
import { type Dice, diceOf } from './dice.js';
import { importFresh, importVersions } from './import-command.js';
import { launch } from './killable.js';
import { SLUGS } from './model.js';
import { Poster } from './poster.js';
import { applyRules, deleteThing, issueToken, relabel, setTier } from './ruling-commands.js';
import { Server } from './server.js';
import { type Stage, setStage } from './stage.js';
import { Violation } from './violation.js';

export interface CrashOptions {
  readonly database: DatabaseKind;
  readonly kills: number;
  readonly seed: number;
  readonly seconds_max: number;
  readonly server_url: string;
  readonly tell: (line: string) => void;
}

export interface CrashSummary {
  readonly kills: number;
  readonly acknowledged: number;
  readonly detail: string;
}

/** Kills between two full checks. */
const ROUND_KILLS = 25;
const WRITERS = 5;
const POST_PAUSE_MS = 100;

/** Drives a node with writers and readers, and kills its processes. Throws a `Violation` when something is lost or forked. */
export const crash = async (options: CrashOptions): Promise<CrashSummary> => {
  const stage = await setStage(options.database, options.server_url);
  const run = new Run(stage, diceOf(options.seed), options);
  try {
    const summary = await run.all();
    await stage.remove();
    return summary;
  } catch (error) {
    options.tell(`${options.database}: what is left is in ${stage.home} ${JSON.stringify(stage.database.environment)}`);
    throw error;
  } finally {
    await run.stop();
  }
};

class Run {
  readonly #server: Server;
  readonly #checker: Checker;
  readonly #clients: Clients;
  readonly #posters: readonly Poster[];
  readonly #kills = { server: 0, start: 0, import: 0, command: 0 };
  readonly #begun = performance.now();
  /** How long a short command takes, roughly, on this machine as it is now. */
  #pace_ms = 900;
  /** Kills at which the present round ends. */
  #until = 0;
  #waiting: (() => void)[] = [];
  #failure: unknown;
  /** Wakes those that would wait for a server for ever. */
  #giveUp: () => void = () => undefined;
  readonly #givenUp = new Promise<void>((giveUp) => {
    this.#giveUp = giveUp;
  });
  #last: Tally | undefined;
  #served = 0;

  constructor(
    private readonly stage: Stage,
    private readonly dice: Dice,
    private readonly options: CrashOptions,
  ) {
    this.#server = new Server(stage.environment);
    this.#checker = new Checker(stage);
    const { collections, received, notes } = stage;
    const world = { base: () => this.#server.base(), collections, received, notes };
    this.#clients = new Clients(world, stage.model, dice.fork(), (error) => this.#fail(error));
    this.#posters = SLUGS.map((slug) => new Poster(slug, world, stage.model, this.#checker, dice.fork()));
  }

  async all(): Promise<CrashSummary> {
    while (this.#killed < this.options.kills && this.#seconds < this.options.seconds_max) {
      this.#until = Math.min(this.#killed + ROUND_KILLS, this.options.kills);
      await this.#round();
      if (this.#failure !== undefined) throw this.#failure;
      await this.#fullCheck();
      this.options.tell(`${this.options.database}: ${this.#progress()}`);
    }
    const { model } = this.stage;
    return { kills: this.#killed, acknowledged: model.acknowledged + this.stage.received.size, detail: this.#detail() };
  }

  async stop(): Promise<void> {
    this.#until = 0;
    await this.#server.kill();
  }

  get #killed(): number {
    const { server, start, import: imports, command } = this.#kills;
    return server + start + imports + command;
  }

  get #seconds(): number {
    return (performance.now() - this.#begun) / 1000;
  }

  get #over(): boolean {
    return this.#failure !== undefined || this.#killed >= this.#until || this.#seconds > this.options.seconds_max + 30;
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#giveUp();
  }

  /** Writers, readers and killers side by side. Ends with a server up and every client answered. */
  async #round(): Promise<void> {
    this.#clients.begin();
    const writers = Array.from({ length: WRITERS }, () => this.#write());
    const workers = [this.#killServers(), ...writers, ...this.#posters.map((poster) => this.#post(poster))];
    await Promise.all(workers.map((worker) => worker.catch((error: unknown) => this.#fail(error))));
    if (this.#failure !== undefined) return;
    // A new server ends what killed commands have left half swept, and takes in what was sent to killed ones.
    await this.#server.kill();
    await this.#server.start();
    await this.#clients.end();
  }

  async #fullCheck(): Promise<void> {
    if (await this.#server.kill()) this.#kills.server++;
    this.#last = await this.#checker.offline();
    await this.#server.start();
    this.#served += await this.#clients.checkFeeds();
    await this.#clients.checkTokens();
    for (const poster of this.#posters) await poster.checkStatuses();
    await this.#server.kill();
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #killServers(): Promise<void> {
    const { dice } = this;
    while (!this.#over) {
      if (dice.chance(0.25)) await this.#killStarting();
      await this.#server.start();
      await Promise.race([sleep(dice.below(2_000)), this.#news()]);
      this.#clients.hurry();
      await sleep(dice.below(this.#pace_ms / 5));
      if (await this.#server.kill()) this.#kills.server++;
      await this.#checker.look();
    }
    await this.#server.start();
  }

  /** Something is there that nobody has read yet. */
  #news(): Promise<void> {
    return new Promise((told) => this.#waiting.push(told));
  }

  async #killStarting(): Promise<void> {
    const process = this.#server.launch();
    await sleep(this.dice.below(900));
    process.kill();
    if ((await process.ended).killed) this.#kills.start++;
    await this.#checker.look();
  }

  async #post(poster: Poster): Promise<void> {
    while (!this.#over) {
      await Promise.race([poster.step(() => this.#tell()), this.#givenUp]);
      await sleep(this.dice.below(POST_PAUSE_MS));
    }
  }

  #tell(): void {
    for (const told of this.#waiting.splice(0)) told();
  }

  async #write(): Promise<void> {
    while (!this.#over) {
      const command = this.#nextCommand();
      if (command === undefined) continue;
      await this.#perform(command);
    }
  }

  #nextCommand(): Command | undefined {
    const { dice } = this;
    const { model, books } = this.stage;
    const roll = dice.below(100);
    if (roll < 38) return importFresh(model, dice);
    if (roll < 58) return importVersions(model, dice) ?? importFresh(model, dice);
    if (roll < 72) return setTier(model, dice);
    if (roll < 84) return relabel(model, dice);
    if (roll < 91) return deleteThing(model, dice);
    if (roll < 97) return issueToken(model, dice);
    return applyRules(model, books);
  }

  async #perform(command: Command): Promise<void> {
    const { model, environment } = this.stage;
    const move = moveOf(command);
    if (move !== undefined) model.moves.push(move);
    const begun = performance.now();
    const process = launch([...command.args, '--json'], environment, command.input !== undefined);
    if (command.input !== undefined) {
      await Promise.race([sleep(this.dice.chance(0.15) ? this.dice.below(this.#pace_ms) : this.#pace_ms), process.ended]);
      process.child.stdin?.end(command.input);
    }
    const killing = this.dice.chance(0.65) ? setTimeout(process.kill, this.#delayOf(command)) : undefined;
    const { killed, status, stdout, stderr } = await process.ended;
    clearTimeout(killing);
    if (move !== undefined) move.to_ms = Date.now();
    if (!killed && command.input === undefined) this.#pace_ms = 0.7 * this.#pace_ms + 0.3 * (performance.now() - begun);
    if (killed) this.#kills[command.input === undefined ? 'command' : 'import']++;
    else if (status !== 0) throw new Violation(`parley ${command.args.join(' ')} ended with ${status}: ${stdout}${stderr}`);
    else model.acknowledged++;
    if (!killed && command.input !== undefined) this.#tell();
    await this.#checker.settle(command, killed ? undefined : JSON.parse(stdout));
  }

  /** Those that read have long been waiting: they commit soon. The others come to it near the end of their time. */
  #delayOf({ input }: Command): number {
    const { dice } = this;
    if (dice.chance(0.2)) return dice.below(150);
    return input === undefined ? (dice.between(40, 130) / 100) * this.#pace_ms : dice.below(120);
  }

  #progress(): string {
    const { exposed = 0, cut = 0, unanswered = 0, leaves = 0 } = this.#last ?? {};
    const seconds = Math.round(this.#seconds);
    return `${this.#killed} kills in ${seconds} s, ${leaves} leaves, ${exposed} exposed, ${cut} answers lost, ${unanswered} unanswered`;
  }

  #detail(): string {
    const { server, start, import: imports, command } = this.#kills;
    const { deliveries = 0, cut = 0, exposed = 0, unanswered = 0, leaves = 0, things = 0, sent = 0 } = this.#last ?? {};
    const { notes, received, model } = this.stage;
    return [
      `killed ${server} servers, ${start} starting ones, ${imports} imports, ${command} other commands`,
      `${model.acknowledged} commands, posts and withdrawals acknowledged, ${things} objects and ${model.tokens.length} tokens found again`,
      `${model.sent.posts.length} posts (${model.sent.cut} of ${model.sent.unanswered} that were cut off, ${model.sent.large} large) and ${model.events.get('retracted') ?? 0} withdrawals on record, ${sent} versions in partners' lines`,
      `${this.#checker.cheap} looks, ${this.#checker.full} full checks, ${notes.count} checkpoints of ${leaves} leaves`,
      `${deliveries} deliveries, of which ${cut} did not arrive and were repeated`,
      `${exposed} editions exposed, ${received.size} received, ${unanswered} unanswered`,
      `${received.interrupted.length} interrupted requests, ${this.#served} entries compared with the rule book`,
    ].join('; ');
  }
}

const moveOf = ({ args }: Command): Stage['model']['moves'][number] | undefined => {
  const span = { from_ms: Date.now(), to_ms: Number.POSITIVE_INFINITY };
  if (args[0] === 'rules') return { slug: undefined, ...span };
  return args[0] === 'tier' ? { slug: args[2] as 'quay', ...span } : undefined;
};
