import type { Network } from '../client/taxii/network.js';
import type { Operator } from '../core/registry/operator.js';
import type { House } from '../exchange/house.js';
import type { BookFiles } from '../exchange/ports/books.js';
import type { PullPositions } from '../exchange/ports/pulls.js';

/** A running server: `stop` drains what is under way and closes everything. */
export interface Serving {
  readonly url: string;
  /** Of the listener for operations, where there is one. */
  readonly operationsUrl?: string | undefined;
  readonly stop: () => Promise<void>;
}

export interface OpenHow {
  /** Takes a database as it is, even one that this home has seen further: to recover from that. */
  readonly unchecked?: boolean;
}

/** Everything a command may touch. Made once by compose; commands read no environment and open nothing by themselves. */
export interface CliContext {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly stdin: NodeJS.ReadableStream;
  /** Whether colour and progress bars make sense there. */
  readonly terminal: { readonly stdout: boolean; readonly stderr: boolean };
  /** Absolute directory of the home: the option, else PARLEY_HOME, else `.parley`. */
  readonly homeOf: (option: string | undefined) => string;
  /** Makes a home with keys, database, default rule book and first operator. Errors: `home-exists`, `node-taken`. */
  readonly foundHome: (
    home: string,
    options: { readonly name: string; readonly operator: Omit<Operator, 'role'> },
  ) => Promise<{ readonly participant_id: string; readonly ledger_origin: string }>;
  /** Errors: `home-missing`, `ledger-behind`, `ledger-forked`. */
  readonly openHouse: (home: string, how?: OpenHow) => Promise<{ readonly house: House; readonly close: () => Promise<void> }>;
  /** The home with whatever its database holds, and the id of its node: for `restore`. Errors: `home-missing`. */
  readonly openEmptyHouse: (
    home: string,
  ) => Promise<{ readonly house: House; readonly node: string; readonly close: () => Promise<void> }>;
  /** Writes a file that was not there, durably; gives its size. Errors: `file-exists`, `file-unwritable`. */
  readonly writeNewFile: (file: string, chunks: AsyncIterable<Uint8Array>) => Promise<number>;
  /** Errors: `host-exposed`, `tls-unreadable`, `tls-mismatched`, `tls-refused`, `address-refused`. */
  readonly startServer: (home: string, options: { readonly behindProxy: boolean }) => Promise<Serving>;
  /** The files of a rule book folder. Errors: `rules-unreadable`. */
  readonly readBook: (dir: string) => Promise<BookFiles>;
  /** Keeps the home's `rulebook/` folder equal to the book in force. */
  readonly keepBook: (home: string, files: BookFiles) => Promise<void>;
  /** The home's `rulebook/` folder. */
  readonly bookDir: (home: string) => string;
  readonly isHome: (home: string) => boolean;
  /** Where pulls of this home go on; opens nothing before it is asked. */
  readonly openPulls: (home: string) => PullPositions;
  /** The way out, for `pull`. */
  readonly network: Network;
  /** Folder of the demonstration story. */
  readonly storyDir: string;
  /** The same on the embedded database, whatever PARLEY_DATABASE_URL says: for a home that will be thrown away. */
  readonly embedded: Pick<CliContext, 'foundHome' | 'openHouse' | 'startServer'>;
  /** Absolute base of every URL that Parley prints. */
  readonly publicUrl: string;
  /** Resolves on SIGTERM or SIGINT. */
  readonly untilStopped: () => Promise<void>;
  readonly version: string;
}
