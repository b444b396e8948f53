/** A rule book as files: path relative to its folder -> text. */
export type BookFiles = Readonly<Record<string, string>>;

export interface StoredBook {
  readonly hash: string;
  readonly files: BookFiles;
}

export interface BookReader {
  /** The one in force; undefined before `init` has ended. */
  inForce(): Promise<StoredBook | undefined>;
}

export interface BookSealer extends BookReader {
  /** Keeps the book and puts it in force. */
  enforce(book: StoredBook): Promise<void>;
}
