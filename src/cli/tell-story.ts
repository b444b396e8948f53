import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ParleyError } from '../core/errors.js';
import type { Tier } from '../core/registry/tier.js';
import { parseGivenLabels } from '../core/release/given-labels.js';
import { type Admission, admit } from '../exchange/admit.js';
import { recordConsent } from '../exchange/consent.js';
import type { House } from '../exchange/house.js';
import { moveTier } from '../exchange/move-tier.js';
import { openCollection } from '../exchange/open-collection.js';
import { publish } from '../exchange/publish.js';

/** `story.json` of the demonstration: who takes part, what is shared, and in which files the objects stand. */
export interface Story {
  readonly host: { readonly name: string; readonly operator: { readonly slug: string; readonly name: string } };
  readonly collections: readonly {
    readonly alias: string;
    readonly title: string;
    readonly description: string;
    readonly track: string;
    readonly labels?: readonly string[];
  }[];
  readonly participants: readonly (Admission & {
    readonly tiers: Readonly<Record<string, Tier>>;
    readonly reason: string;
  })[];
  readonly consents: readonly { readonly originator: string; readonly participant: string }[];
  readonly bundles: readonly {
    readonly file: string;
    readonly collection: string;
    readonly originator?: string;
    readonly labels?: readonly string[];
  }[];
}

/** Errors: `file-unreadable`. */
export const readStory = async (dir: string): Promise<Story> => {
  const file = join(dir, 'story.json');
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Story;
  } catch (cause) {
    throw new ParleyError('file-unreadable', { file, reason: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
};

/** Tells the story to a house just founded, through the same verbs as an operator would. Errors: `objects-rejected`. */
export const tellStory = async (house: House, dir: string, story: Story): Promise<void> => {
  const by = story.host.operator.slug;
  for (const { alias, title, description, track, labels = [] } of story.collections) {
    const given = parseGivenLabels(labels);
    await openCollection(house, { alias, title, description, track, references: 'closed', writableBy: [], labels: given });
  }
  for (const { tiers, reason, ...admission } of story.participants) {
    await admit(house, admission);
    for (const [track, tier] of Object.entries(tiers)) {
      if (tier !== 'closed') await moveTier(house, { participant: admission.slug, track, tier, by, reason });
    }
  }
  for (const consent of story.consents) {
    await recordConsent(house, { ...consent, expiresAt: null, by, reason: `${consent.originator} agreed in writing` });
  }
  for (const bundle of story.bundles) await publishBundle(house, dir, bundle);
};

const publishBundle = async (house: House, dir: string, bundle: Story['bundles'][number]): Promise<void> => {
  const { file, collection, originator, labels = [] } = bundle;
  const source = createReadStream(join(dir, file));
  const { read, rejected_total } = await publish(house, { source, collection, originator, given: parseGivenLabels(labels) });
  if (rejected_total > 0) throw new ParleyError('objects-rejected', { rejected: rejected_total, read });
};
