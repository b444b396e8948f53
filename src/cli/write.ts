/** The reader of our output has gone, as `head` does when it has seen enough: no mistake of anybody. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

/** Writes and waits until the text is taken, so that a slow reader slows us down instead of filling our memory. */
export const write = (stream: NodeJS.WritableStream, text: string | Uint8Array): Promise<void> =>
  new Promise((done, fail) => {
    stream.write(text, (error?: Error | null) => {
      if (error) fail(new OutputClosed(error.message, { cause: error }));
      else done();
    });
  });
