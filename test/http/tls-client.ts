import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { TAXII } from './stage.js';

/** How a client of tests connects: whom it believes, what it shows. */
export interface Connecting extends ConnectionOptions {
  readonly port: number;
}

export const connected = async (how: Connecting): Promise<TLSSocket> => {
  const socket = connect({ host: '127.0.0.1', servername: 'localhost', ...how });
  await once(socket, 'secureConnect');
  return socket;
};

/** The code of the error that ends a handshake. */
export const handshakeError = async (how: Connecting): Promise<string> => {
  const socket = connect({ host: '127.0.0.1', servername: 'localhost', ...how });
  const outcome = await Promise.race([
    once(socket, 'secureConnect').then(
      () => 'connected',
      (error: NodeJS.ErrnoException) => error.code ?? error.message,
    ),
    once(socket, 'close').then(() => 'closed'),
  ]);
  socket.destroy();
  return outcome;
};

/** All bytes of one answer but its date. */
export const rawAnswer = async (how: Connecting, authorization?: string): Promise<string> => {
  const socket = await connected(how);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const more = authorization === undefined ? '' : `Authorization: ${authorization}\r\n`;
  socket.write(`GET /taxii2/ HTTP/1.1\r\nHost: a\r\nAccept: ${TAXII}\r\n${more}Connection: close\r\n\r\n`);
  await once(socket, 'close');
  return Buffer.concat(chunks)
    .toString()
    .replace(/^date: .*\r\n/im, '');
};

export interface Answer {
  readonly status: number;
  readonly connection: string | undefined;
  readonly reused: boolean;
  readonly body: string;
}

/** Requests that go over one connection for as long as it lives. */
export const keptAlive = (how: Connecting) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const get = async (path: string): Promise<Answer> => {
    const sent = request({ host: '127.0.0.1', servername: 'localhost', ...how, path, agent, headers: { accept: TAXII } });
    sent.end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    const { statusCode: status = 0, headers } = answer;
    return { status, connection: headers.connection, reused: sent.reusedSocket, body: Buffer.concat(chunks).toString() };
  };
  return { get, end: () => agent.destroy() };
};

/** The numbers of the optional fields of a session in OpenSSL's DER; `ZERO_RTT` is there where a server takes early data. */
export const sessionFields = (session: Buffer): readonly number[] => {
  const fields: number[] = [];
  for (let at = session.length - lengthAt(session, 1).length; at < session.length; ) {
    const tag = session[at] ?? 0;
    const { length, from } = lengthAt(session, at + 1);
    // Constructed, and of the context.
    if ((tag & 0xe0) === 0xa0) fields.push(tag & 0x1f);
    at = from + length;
  }
  return fields;
};

export const ZERO_RTT = 15;
/** How long a ticket is good for: every session has it. */
export const TICKET_LIFETIME = 9;

const lengthAt = (der: Buffer, at: number): { readonly length: number; readonly from: number } => {
  const first = der[at] ?? 0;
  const bytes = first < 0x80 ? 0 : first & 0x7f;
  return { length: bytes === 0 ? first : der.readUIntBE(at + 1, bytes), from: at + 1 + bytes };
};
