import { afterEach } from 'vitest';

/** What a test pushes here is ended after it, the last one first. */
export const endAfterEach = (): (() => Promise<unknown>)[] => {
  const endings: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });
  return endings;
};
