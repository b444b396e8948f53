import { defineConfig } from 'vitest/config';

const config = defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // They need Python: `npm run test:interop`.
    exclude: ['test/interop/**'],
    globalSetup: ['test/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
  },
});

// vitest finds its configuration only as a default export
export { config as default };
