import { ParleyError } from '../core/errors.js';
import type { Collection } from '../core/registry/collection.js';
import type { Caller, Participant } from '../core/registry/participant.js';
import { holdersOf } from './certificates.js';
import type { House } from './house.js';
import type { Reader } from './ports/store.js';

/** Errors: `participant-unknown`. */
export const requireParticipant = async (reader: Reader, slug: string): Promise<Participant> => {
  const participant = await reader.registry.participant(slug);
  if (!participant) throw new ParleyError('participant-unknown', { value: slug });
  return participant;
};

/** Errors: `track-unknown`. */
export const requireTrack = async (reader: Reader, track: string): Promise<void> => {
  if (!(await reader.registry.tracks()).includes(track)) throw new ParleyError('track-unknown', { value: track });
};

/** By alias, else by TAXII id. Errors: `collection-unknown`. */
export const requireCollection = async (reader: Reader, name: string): Promise<Collection> => {
  const all = await reader.collections.all();
  const found = all.find(({ alias }) => alias === name) ?? all.find(({ id }) => id === name);
  if (!found) throw new ParleyError('collection-unknown', { value: name });
  return found;
};

/** Shown before, and perhaps revoked or bound anew since: what counts is this snapshot. Errors: `credentials-wrong`. */
export const requireCredentialInForce = async (house: House, reader: Reader, caller: Caller): Promise<void> => {
  const { token, certificate } = caller;
  if (token !== undefined) {
    if (!(await reader.registry.tokensInForce([token], house.clock())).has(token)) throw new ParleyError('credentials-wrong');
  }
  if (certificate !== undefined) {
    const holder = await holdersOf(reader, [certificate], house.clock());
    if (holder(certificate)?.num !== caller.num) throw new ParleyError('credentials-wrong');
  }
};
