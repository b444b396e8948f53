import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FEED_SCHEME, type FeedScheme } from '../../src/core/feed/scheme.js';
import type { Store } from '../../src/exchange/ports/store.js';
import { histories, type Op } from './history.js';
import { Model } from './model.js';
import { MUTANTS } from './mutants.js';
import { play } from './play.js';
import { openStages } from './stage.js';
import type { Law, Stage } from './verdict.js';

/**
 * Random histories on a real node: publishing, versions, revocations, deletions, relabelling, tiers and rule books, while
 * clients of both paging styles and all version filters read. MISS SAME ORDER TWIN SILENT EXPO DUP GHOST as the design names
 * them, TWIN for the ledgers that a partner reads too; EXTRA: nothing is served that the partner may not see at that moment;
 * LEDGER: every ledger verifies from its published bytes.
 */
const RUNS = { sqlite: 30, postgres: 6 } as const;
const MUTANT_RUNS = 400;

type Stages = Awaited<ReturnType<typeof openStages>>;

interface Rules {
  readonly scheme: () => FeedScheme;
  readonly store?: ((store: Store) => Store) | undefined;
  readonly verify: boolean;
}

const brokenLaws = async (
  { onStage }: Stages,
  ops: readonly Op[],
  { scheme, store, verify }: Rules,
): Promise<ReadonlySet<Law>> => {
  const on = (stage: Stage): Stage => (store ? { ...stage, house: { ...stage.house, store: store(stage.house.store) } } : stage);
  const full = await onStage(scheme(), (stage) => play(on(stage), ops, { verify }));
  const broken = new Set(full.broken);
  for (const partner of Model.partners) {
    const hidden = full.hidden[partner];
    if (!hidden || hidden.size === 0) continue;
    const without = await onStage(scheme(), (stage) => play(on(stage), ops, { drop: hidden }));
    if (JSON.stringify(without.transcripts[partner]) !== JSON.stringify(full.transcripts[partner])) broken.add('TWIN');
  }
  return broken;
};

describe.each(['sqlite', 'postgres'] as const)('the feed machine on %s', (database) => {
  let stages: Stages | undefined;
  const onStages = (): Stages => {
    if (!stages) throw new Error('not open');
    return stages;
  };
  beforeAll(async () => {
    stages = await openStages(database);
  }, 60_000);
  afterAll(async () => stages?.close());

  it('keeps every law in random histories', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (ops) => {
        expect([...(await brokenLaws(onStages(), ops, { scheme: () => FEED_SCHEME, verify: true }))]).toEqual([]);
      }),
      { numRuns: RUNS[database], interruptAfterTimeLimit: 100_000 },
    );
  });

  if (database === 'sqlite') {
    it.each(MUTANTS)('catches a mutant: $name', { timeout: 120_000 }, async ({ scheme, store, caughtBy, example }) => {
      let caught: Law | 'STORE' | undefined;
      await fc.check(
        fc.asyncProperty(histories, async (ops) => {
          const broken = await brokenLaws(onStages(), ops, { scheme, store, verify: caughtBy.includes('LEDGER') }).catch(
            () => new Set(['STORE' as const]),
          );
          caught = caughtBy.find((law) => (broken as ReadonlySet<string>).has(law));
          return caught === undefined;
        }),
        { numRuns: MUTANT_RUNS, endOnFailure: true, seed: 3, examples: example ? [[example]] : [] },
      );
      expect(caught).toBeDefined();
    });
  }
});
