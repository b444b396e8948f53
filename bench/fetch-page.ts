import { type Agent, get } from 'node:http';

/** The body of an answer that must be a 200. */
export const fetchPage = (url: string, headers: Readonly<Record<string, string>>, agent: Agent): Promise<Buffer> =>
  new Promise((done, fail) => {
    get(url, { headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        response.statusCode === 200 ? done(Buffer.concat(chunks)) : fail(new Error(`status ${response.statusCode}`)),
      );
    }).on('error', fail);
  });
