import { ParleyError } from '../core/errors.js';
import { requireWithin } from '../core/limits.js';
import { parseBinding } from '../core/registry/certificate.js';
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
  /** What its client certificates are bound by; none by default. */
  readonly certificates?: readonly string[];
}

/** Adds a partner; all its tracks are `closed`. Errors: `slug-taken`, `identity-taken`, `certificate-taken`, malformed values. */
export const admit = async (house: House, admission: Admission): Promise<Participant> => {
  const { slug, name } = admission;
  parseSlug(slug);
  if (LEDGER_NAMES.includes(slug)) throw new ParleyError('slug-taken', { value: slug });
  const facts = factsOf(admission);
  return restand(house, async (sealer) => {
    if (await sealer.registry.participant(slug)) throw new ParleyError('slug-taken', { value: slug });
    await requireFree(sealer, facts, NOTHING_BOUND);
    const id = randomUuid(house);
    const num = await sealer.registry.addParticipant({ id, slug, name, ...facts, suspended: false });
    const participant = await requireParticipant(sealer, slug);
    return {
      value: participant,
      participants: [participant],
      event: { kind: 'participant-admitted', participant: num, detail: { id, slug, certificates: facts.certificates } },
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
    await requireFree(sealer, facts, known);
    const participant = { ...known, name: change.name ?? known.name, ...facts, suspended: change.suspended ?? known.suspended };
    await sealer.registry.updateParticipant(participant);
    const detail = { slug, suspended: participant.suspended, certificates: participant.certificates };
    return {
      value: participant,
      participants: [participant],
      event: { kind: 'participant-amended', participant: known.num, detail },
    };
  });

const factsOf = ({ groups, clearances, identities, certificates = [] }: Omit<Admission, 'slug' | 'name'>) => {
  requireWithin('certificates_max', certificates.length);
  return {
    groups: sorted(groups.map(parseSlug)),
    clearances: sorted(clearances.map(clearanceOf)),
    identities: sorted(identities.map(parseIdentityId)),
    certificates: sorted(certificates.map(parseBinding)),
  };
};

const sorted = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();

const parseIdentityId = (value: string): string => {
  if (parseIdentifier(value)?.type !== 'identity') throw new ParleyError('identity-malformed', { value });
  return value;
};

/** What belongs to one participant only. */
type Bound = Pick<Participant, 'identities' | 'certificates'>;

const NOTHING_BOUND: Bound = { identities: [], certificates: [] };

const requireFree = async (reader: Reader, wanted: Bound, known: Bound): Promise<void> => {
  const all = await reader.registry.participants();
  const taken = (kind: keyof Bound): string | undefined => {
    const bound = new Set(all.flatMap((participant) => participant[kind]));
    return wanted[kind].find((value) => !known[kind].includes(value) && bound.has(value));
  };
  const identity = taken('identities');
  if (identity !== undefined) throw new ParleyError('identity-taken', { value: identity });
  const certificate = taken('certificates');
  if (certificate !== undefined) throw new ParleyError('certificate-taken', { value: certificate });
};
