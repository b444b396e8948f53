import { ParleyError } from '../core/errors.js';
import type { Participant } from '../core/registry/participant.js';
import { parseSlug } from '../core/registry/slug.js';
import { clearanceOf } from '../core/release/clearance.js';
import { parseIdentifier } from '../core/stix/format/identifier.js';
import type { House } from './house.js';
import { randomUuid } from './identify.js';
import { LEDGER_NAMES } from './ledger/find-ledger.js';
import type { Reader } from './ports/store.js';
import { requireParticipant } from './require.js';
import { restand } from './restand.js';

/** What an operator says of a partner. */
export interface Admission {
  readonly slug: string;
  readonly name: string;
  readonly groups: readonly string[];
  /** Marking-definition ids, or words as `tlp:amber`. */
  readonly clearances: readonly string[];
  readonly identities: readonly string[];
}

/** Adds a partner; all its tracks are `closed`. Errors: `slug-taken`, `identity-taken`, malformed values. */
export const admit = async (house: House, admission: Admission): Promise<Participant> => {
  const { slug, name } = admission;
  parseSlug(slug);
  if (LEDGER_NAMES.includes(slug)) throw new ParleyError('slug-taken', { value: slug });
  const facts = factsOf(admission);
  return restand(house, async (sealer) => {
    if (await sealer.registry.participant(slug)) throw new ParleyError('slug-taken', { value: slug });
    await requireFreeIdentities(sealer, facts.identities);
    const id = randomUuid(house);
    const num = await sealer.registry.addParticipant({ id, slug, name, ...facts, suspended: false });
    const participant = await requireParticipant(sealer, slug);
    return {
      value: participant,
      participants: [participant],
      event: { kind: 'participant-admitted', participant: num, detail: { id, slug } },
    };
  });
};

/** Replaces what is given of a partner and keeps the rest. Suspended: no credential of it is accepted; its feeds go on. */
export const amend = async (
  house: House,
  slug: string,
  change: Partial<Omit<Admission, 'slug'>> & { readonly suspended?: boolean },
): Promise<Participant> =>
  restand(house, async (sealer) => {
    const known = await requireParticipant(sealer, slug);
    const facts = factsOf({ ...known, ...change });
    await requireFreeIdentities(
      sealer,
      facts.identities.filter((id) => !known.identities.includes(id)),
    );
    const participant = { ...known, name: change.name ?? known.name, ...facts, suspended: change.suspended ?? known.suspended };
    await sealer.registry.updateParticipant(participant);
    const detail = { slug, suspended: participant.suspended };
    return {
      value: participant,
      participants: [participant],
      event: { kind: 'participant-amended', participant: known.num, detail },
    };
  });

const factsOf = ({ groups, clearances, identities }: Pick<Admission, 'groups' | 'clearances' | 'identities'>) => ({
  groups: sorted(groups.map(parseSlug)),
  clearances: sorted(clearances.map(clearanceOf)),
  identities: sorted(identities.map(parseIdentityId)),
});

const sorted = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();

const parseIdentityId = (value: string): string => {
  if (parseIdentifier(value)?.type !== 'identity') throw new ParleyError('identity-malformed', { value });
  return value;
};

const requireFreeIdentities = async (reader: Reader, identities: readonly string[]): Promise<void> => {
  const taken = new Set((await reader.registry.participants()).flatMap((participant) => participant.identities));
  const value = identities.find((id) => taken.has(id));
  if (value !== undefined) throw new ParleyError('identity-taken', { value });
};
