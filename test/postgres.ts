import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** A new, empty database on the server of the test run (or on `server_url`); gives its URL. */
export const freshDatabase = async (server_url: string = inject('postgres_url')): Promise<string> => {
  const name = `t_${randomBytes(8).toString('hex')}`;
  const client = new pg.Client({ connectionString: server_url });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(server_url);
  url.pathname = `/${name}`;
  return url.href;
};
