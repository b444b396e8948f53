import type { TestProject } from 'vitest/node';
import { type PostgresServer, startPostgresServer } from './postgres-server.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the test run's PostgreSQL, database `postgres`. */
    postgres_url: string;
  }
}

let server: PostgresServer | undefined;

/** One PostgreSQL for the whole test run. */
export const setup = async (project: TestProject): Promise<void> => {
  server = await startPostgresServer();
  project.provide('postgres_url', server.url);
};

export const teardown = async (): Promise<void> => {
  await server?.remove();
};
