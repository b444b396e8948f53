import { defineConfig } from 'vitest/config';

/** Real clients and servers of others. They need Python, so they are no part of `npm test`. */
const config = defineConfig({
  test: {
    include: ['test/interop/**/*.test.ts'],
    globalSetup: ['test/interop/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});

// vitest finds its configuration only as a default export
export { config as default };
