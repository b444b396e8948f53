/** The body of a response; undefined, and no more is read, if it has more than so many bytes. */
export const boundedBody = async (response: Response, bytes_max: number): Promise<Uint8Array | undefined> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > bytes_max) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
};
