import { type Killable, launch } from './killable.js';
import { Violation } from './violation.js';

/** The `serve` process that is up, if one is; those who need it wait for it. */
export class Server {
  #running: { readonly process: Killable; readonly url: string } | undefined;
  #waiting: ((url: string) => void)[] = [];

  constructor(private readonly environment: Readonly<Record<string, string>>) {}

  base(): Promise<string> {
    if (this.#running !== undefined) return Promise.resolve(this.#running.url);
    return new Promise((found) => this.#waiting.push(found));
  }

  launch(): Killable {
    return launch(['serve'], { ...this.environment, PARLEY_PORT: '0' });
  }

  /** Starts one, and waits until it listens. There is none before. */
  async start(): Promise<void> {
    if (this.#running !== undefined) throw new Error('a server is up: it would be left behind');
    const process = this.launch();
    const url = await listening(process);
    this.#running = { process, url };
    for (const found of this.#waiting.splice(0)) found(url);
  }

  /** kill -9; whether there was one that was still alive. */
  async kill(): Promise<boolean> {
    const running = this.#running;
    this.#running = undefined;
    if (running === undefined) return false;
    running.process.kill();
    const { killed, status, stderr } = await running.process.ended;
    if (!killed) throw new Violation(`the server ended by itself with ${status}: ${stderr}`);
    return true;
  }
}

const listening = (process: Killable): Promise<string> =>
  new Promise((found, failed) => {
    process.child.stdout?.on('data', () => {
      const url = /^parley listening on (\S+)$/m.exec(process.written())?.[1];
      if (url !== undefined) found(url);
    });
    void process.ended.then(({ status, stderr }) => failed(new Violation(`serve ended with ${status}: ${stderr}`)));
  });
