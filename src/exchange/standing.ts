import { editionOf } from '../core/redact/edition.js';
import type { Participant } from '../core/registry/participant.js';
import { rankOf } from '../core/registry/tier.js';
import { digestOf } from '../core/release/digest.js';
import { profileOf } from '../core/release/profile-of.js';
import type { Consent, Standing } from './ports/registry.js';
import type { Sealer } from './ports/store.js';
import type { Rulings } from './rulings.js';

/** What a change of standing or of the rule book moved for one participant: where its feeds must be looked at again. */
export interface Moved {
  readonly participant: number;
  /** Epoch of the change; a sweep that finds a later one due was overtaken. */
  readonly due: number;
  readonly classes: readonly number[];
  readonly collections: readonly number[];
  /** An earlier sweep had not ended: look at everything. */
  readonly everything: boolean;
  /** Something may become visible that was not. */
  readonly widens: boolean;
}

/**
 * Makes the participant's profile anew from the registry as it stands in this transaction, and raises its epoch. This is the
 * small commit that takes effect at once, however much the participant could see: from here on pages check every entry
 * against the new standing until the sweep has been through.
 */
export const refreshStanding = async (
  sealer: Sealer,
  { before, rulings, participant, at }: { before: Rulings; rulings: Rulings; participant: Participant; at: number },
): Promise<Moved> => {
  const old = await sealer.registry.standing(participant.num);
  const consents = (await sealer.registry.consents()).filter((consent) => consent.participant === participant.num);
  const active = consents.filter(({ expiresAt }) => expiresAt === null || expiresAt > at);
  const profile = profileOf(
    {
      tiers: Object.fromEntries(Object.entries(participant.tiers).map(([track, tier]) => [track, rankOf(tier)])),
      groups: participant.groups,
      clearances: participant.clearances,
      consents: await originatorIds(sealer, active),
    },
    await sealer.registry.tracks(),
  );
  const num = await sealer.matrix.internProfile(digestOf(profile), profile);
  await rulings.reload();
  const listedBefore = await sealer.collections.listedBy(participant.num);
  const listed = await listable(sealer, rulings, num);
  await sealer.collections.setListed(participant.num, listed);
  const epoch = (old?.epoch ?? 0) + 1;
  await sealer.registry.setStanding({
    participant: participant.num,
    profile: num,
    epoch,
    due: epoch,
    swept: old?.swept ?? 0,
    changesAt: nextExpiry(active),
  });
  const { changed, widens } = await changedClasses(before, old?.profile, rulings, num);
  return {
    participant: participant.num,
    due: epoch,
    classes: changed,
    collections: symmetricDifference(listedBefore, listed),
    everything: old !== undefined && old.swept < old.due,
    widens: widens || [...listed].some((collection) => !listedBefore.has(collection)),
  };
};

const originatorIds = async (sealer: Sealer, consents: readonly Consent[]): Promise<readonly string[]> => {
  const byNum = new Map((await sealer.registry.participants()).map(({ num, id }) => [num, id]));
  return consents.flatMap(({ originator }) => byNum.get(originator) ?? []);
};

const nextExpiry = (consents: readonly Consent[]): number | null => {
  const instants = consents.flatMap(({ expiresAt }) => (expiresAt === null ? [] : [expiresAt]));
  return instants.length > 0 ? Math.min(...instants) : null;
};

const listable = async (sealer: Sealer, rulings: Rulings, profile: number): Promise<ReadonlySet<number>> => {
  const collections = await sealer.collections.all();
  return new Set(collections.filter((collection) => rulings.lists(collection, profile)).map(({ num }) => num));
};

/** Classes whose edition differs between two standings, own or not, and whether any has one that had none. */
const changedClasses = async (
  before: Rulings,
  oldProfile: number | undefined,
  after: Rulings,
  newProfile: number,
): Promise<{ readonly changed: readonly number[]; readonly widens: boolean }> => {
  await before.reload();
  if (oldProfile !== undefined) await before.fetch(oldProfile);
  await after.fetch(newProfile);
  const editionBefore = (num: number, own: boolean) =>
    oldProfile === undefined ? undefined : editionOf(before.decide(num, oldProfile, own));
  const moves = after.classNums.flatMap((num) =>
    [true, false].map((own) => ({
      num,
      from: editionBefore(num, own)?.kind,
      to: editionOf(after.decide(num, newProfile, own))?.kind,
    })),
  );
  const moved = moves.filter(({ from, to }) => from !== to);
  return { changed: [...new Set(moved.map(({ num }) => num))], widens: moved.some(({ to }) => to !== undefined) };
};

const symmetricDifference = (a: ReadonlySet<number>, b: ReadonlySet<number>): readonly number[] => [
  ...[...a].filter((num) => !b.has(num)),
  ...[...b].filter((num) => !a.has(num)),
];

/** The epoch is raised where something was taken away and the feeds were already brought up to date in the same seal. */
export const raiseEpoch = async (sealer: Sealer, standings: readonly Standing[]): Promise<void> => {
  for (const standing of standings) await sealer.registry.setStanding({ ...standing, epoch: standing.epoch + 1 });
};
