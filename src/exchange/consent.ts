import { ParleyError } from '../core/errors.js';
import type { Caller, Participant } from '../core/registry/participant.js';
import { requireFuture } from './expiry.js';
import type { House } from './house.js';
import type { Consent } from './ports/registry.js';
import type { Reader } from './ports/store.js';
import { requireParticipant } from './require.js';
import { restand } from './restand.js';
import { type Ruling, requireRole } from './ruling.js';

interface Parties {
  /** Slug of the participant that released the objects. */
  readonly originator: string;
  /** Slug of the partner that may receive them. */
  readonly participant: string;
}

/** Records an originator's consent (third-agency rule): one partner may receive what the originator released, until `expiresAt`. */
export const recordConsent = async (
  house: House,
  { expiresAt, ...record }: Parties & Ruling & { readonly expiresAt: number | null },
): Promise<void> => {
  requireFuture(house, expiresAt);
  await restand(house, async (sealer) => {
    await requireRole(sealer, record.by, ['administrator', 'release-officer']);
    const { from, to } = await requireParties(sealer, record);
    await sealer.registry.setConsent({ originator: from.num, participant: to.num, expiresAt });
    return { value: undefined, participants: [to], event: eventOf('consent-recorded', from, to, record) };
  });
};

/** Takes a consent back, at once. Errors: `consent-unknown`. */
export const withdrawConsent = async (house: House, record: Parties & Ruling): Promise<void> => {
  await restand(house, async (sealer) => {
    await requireRole(sealer, record.by, ['administrator', 'release-officer']);
    const { from, to } = await requireParties(sealer, record);
    const { originator, participant: value } = record;
    if (!(await sealer.registry.dropConsent(from.num, to.num))) throw new ParleyError('consent-unknown', { originator, value });
    return { value: undefined, participants: [to], event: eventOf('consent-withdrawn', from, to, record) };
  });
};

const requireParties = async (reader: Reader, { originator, participant }: Parties) => ({
  from: await requireParticipant(reader, originator),
  to: await requireParticipant(reader, participant),
});

const eventOf = (kind: 'consent-recorded' | 'consent-withdrawn', from: Participant, to: Participant, { by, reason }: Ruling) => ({
  kind,
  by,
  reason,
  participant: to.num,
  detail: { originator: from.id },
});

/**
 * Rules know no clock: a consent that has run out is taken out of the profile by an event like any other. Called before a
 * participant's page is read when its standing says that the instant has come, so that it holds on time on every process.
 */
export const lapseConsents = async (house: House, participant: Caller): Promise<void> => {
  await restand(house, async (sealer) => {
    const changesAt = (await sealer.registry.standing(participant.num))?.changesAt ?? null;
    // Several requests may find it due at once: the first one does it for all.
    if (changesAt === null || changesAt > house.clock()) return { value: undefined, participants: [], event: undefined };
    return {
      value: undefined,
      participants: [participant],
      event: { kind: 'consent-lapsed', participant: participant.num, detail: {} },
    };
  });
};

/** All consents on the roster, with slugs. */
export const listConsents = async (house: House): Promise<readonly (Parties & Pick<Consent, 'expiresAt'>)[]> =>
  house.store.read(async (reader) => {
    const slugs = new Map((await reader.registry.participants()).map(({ num, slug }) => [num, slug]));
    return (await reader.registry.consents()).map(({ originator, participant, expiresAt }) => ({
      originator: slugs.get(originator) ?? '',
      participant: slugs.get(participant) ?? '',
      expiresAt,
    }));
  });
