import { LIMITS } from '../core/limits.js';
import type { Participant } from '../core/registry/participant.js';
import { rankOf, type Tier } from '../core/registry/tier.js';
import { visible } from '../core/stix/json/json-value.js';
import type { House } from '../exchange/house.js';
import type { Paint } from './paint.js';
import { table } from './table.js';

/** A partner as `--json` shows it; `tiers` names every track of the node. */
export type ParticipantAnswer = Omit<Participant, 'num'>;

export const participantAnswer = (
  { slug, id, name, groups, clearances, identities, certificates, tiers, suspended }: Participant,
  tracks: readonly string[],
): ParticipantAnswer => ({
  slug,
  id,
  name,
  groups,
  clearances,
  identities,
  certificates,
  tiers: Object.fromEntries(tracks.map((track) => [track, tiers[track] ?? 'closed'])),
  suspended,
});

export const tracksOf = (house: House): Promise<readonly string[]> => house.store.read((reader) => reader.registry.tracks());

/** `partner on cyber; contact on finance, political; closed elsewhere`, highest first. */
export const tiersInWords = (tiers: Readonly<Record<string, Tier>>): string => {
  const tracksByTier = new Map<Tier, string[]>();
  for (const [track, tier] of Object.entries(tiers)) tracksByTier.set(tier, [...(tracksByTier.get(tier) ?? []), track]);
  const open = [...tracksByTier].filter(([tier]) => tier !== 'closed').sort(([a], [b]) => rankOf(b) - rankOf(a));
  if (open.length === 0) return 'closed on every track';
  const words = open.map(([tier, tracks]) => `${tier} on ${tracks.join(', ')}`);
  return [...words, ...(tracksByTier.has('closed') ? ['closed elsewhere'] : [])].join('; ');
};

const list = (values: readonly string[]): string => (values.length === 0 ? '-' : values.join(', '));

/** A name has commas of its own; a semicolon in it is escaped. */
const certificateList = ({ certificates }: ParticipantAnswer): string =>
  certificates.map((binding) => visible(binding, LIMITS.subject_length_max)).join('; ') || '-';

/** `meridian: partner on cyber; closed elsewhere`, after a change. */
export const standingLine = (paint: Paint, { slug, tiers }: ParticipantAnswer): string =>
  `${paint.bold(slug)}: ${tiersInWords(tiers)}`;

/** One partner, a line per fact. */
export const participantCard = (paint: Paint, participant: ParticipantAnswer): string =>
  table(
    paint,
    [],
    [
      [paint.dim('participant'), paint.bold(participant.slug)],
      [paint.dim('name'), visible(participant.name)],
      [paint.dim('id'), participant.id],
      [paint.dim('tiers'), tiersInWords(participant.tiers)],
      [paint.dim('groups'), list(participant.groups)],
      [paint.dim('clearances'), list(participant.clearances)],
      [paint.dim('identities'), list(participant.identities)],
      [paint.dim('certificates'), certificateList(participant)],
      ...(participant.suspended ? [[paint.dim('standing'), paint.red('suspended: no credential of it is accepted')]] : []),
    ],
  );
