/** What a partner has sent in one request, and what became of it. Instants in ms. */
export interface Submission {
  /** UUID, version 4: names its status resource. */
  readonly id: string;
  /** Numbers. */
  readonly participant: number;
  readonly collection: number;
  readonly at: number;
  /** When all of it was taken in; null: it waits. */
  readonly endedAt: number | null;
  /** JSON, of the verb that wrote it. */
  readonly outcome: string;
}

/** One that waits, with the text that was sent. */
export type WaitingSubmission = Omit<Submission, 'endedAt'> & { readonly num: number; readonly body: string };

export interface SubmissionReader {
  /** Undefined for one that was forgotten too. */
  find(id: string): Promise<Submission | undefined>;
  /** Those that wait, of one participant or of all, in the order in which they came; at most `limit`. */
  unfinished(limit: number, participant?: number): Promise<readonly WaitingSubmission[]>;
  /** How many of one participant wait. */
  waiting(participant: number): Promise<number>;
}

export interface SubmissionSealer extends SubmissionReader {
  /** With `body`, it waits; without, nothing of it is left to be taken in. */
  add(submission: Submission, body: string | null): Promise<void>;
  /** All of it was taken in: its text goes. */
  end(id: string, endedAt: number, outcome: string): Promise<void>;
  /** Forgets those that ended before. */
  forget(before: number): Promise<void>;
}
