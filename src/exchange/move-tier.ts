import { ParleyError } from '../core/errors.js';
import type { Participant } from '../core/registry/participant.js';
import { isTier } from '../core/registry/tier.js';
import type { House } from './house.js';
import { requireParticipant, requireTrack } from './require.js';
import { restand } from './restand.js';
import { type Ruling, requireRole } from './ruling.js';

export interface TierMove extends Ruling {
  readonly participant: string;
  readonly track: string;
  readonly tier: string;
  /** The operator rules against unmet commitments, knowingly; goes on record. */
  readonly override?: boolean;
}

/** Moves a partner's trust on one track, up or down. Takes effect at once, however much the partner could see. */
export const moveTier = async (house: House, move: TierMove): Promise<Participant> => {
  const { track, tier } = move;
  if (!isTier(tier)) throw new ParleyError('tier-unknown', { value: tier });
  return restand(house, async (sealer) => {
    await requireRole(sealer, move.by, ['administrator', 'release-officer']);
    await requireTrack(sealer, track);
    const participant = await requireParticipant(sealer, move.participant);
    await sealer.registry.setTier(participant.num, track, tier);
    const from = participant.tiers[track] ?? 'closed';
    return {
      value: { ...participant, tiers: { ...participant.tiers, [track]: tier } },
      participants: [participant],
      event: {
        kind: 'tier-moved',
        by: move.by,
        reason: move.reason,
        participant: participant.num,
        detail: { track, from, to: tier, override: move.override === true },
      },
    };
  });
};
