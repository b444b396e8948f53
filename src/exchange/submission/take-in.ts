import { formatError, ParleyError } from '../../core/errors.js';
import { LIMITS } from '../../core/limits.js';
import type { Participant } from '../../core/registry/participant.js';
import { wellKnownMarking } from '../../core/stix/marking/markings.js';
import type { StixObject } from '../../core/stix/stix-object.js';
import type { House } from '../house.js';
import { type KeptApart, keepApart } from '../keep-apart.js';
import { settleGrants } from '../ledger/grants.js';
import { underSeal } from '../ledger/under-seal.js';
import type { WaitingSubmission } from '../ports/submissions.js';
import { publishChunk } from '../publish-chunk.js';
import type { Arrived } from '../read-arrivals.js';
import { type JudgedBody, judgeBody } from './judge.js';

/**
 * Takes a submission in: its objects become versions of the sender's own lines and are sealed into the feeds; those of a creator
 * that the sender is not bound to go into quarantine. `judged`: what `judgeBody` has made of the very same body. Safe to repeat
 * and to stop half way: what was taken in before is a duplicate.
 */
export const takeIn = async (house: House, submission: WaitingSubmission, judged?: JudgedBody): Promise<void> => {
  const { chunks, outcome } = judged ?? (await judgeBody(Buffer.from(submission.body)));
  const granted = new Set<number>();
  // One instant for all of it: when it came, not when its turn came.
  const { at } = submission;
  for (const arrived of chunks.length === 0 ? [[]] : chunks) {
    await underSeal(house, async (sealer, record) => {
      const open = await sealer.submissions.find(submission.id);
      if (open === undefined || open.endedAt !== null) return;
      const sender = await sealer.registry.participantByNum(submission.participant);
      const collection = (await sealer.collections.all()).find(({ num }) => num === submission.collection);
      if (sender === undefined || collection === undefined) throw new ParleyError('fault');
      const { own, foreign } = sorted(arrived, sender);
      const arrivals = own.map((one) => ({ ...one, named: sender.num, bound: null }));
      const chunk = { arrivals, collection, given: {}, submitter: sender.num, at };
      const published = await publishChunk(house, sealer, record, chunk);
      for (const num of published.granted) granted.add(num);
      await keepApart(house, sealer, foreign.map(ofAnother(sender)), { collection, at });
      if (arrived === (chunks.at(-1) ?? arrived)) {
        await sealer.submissions.end(submission.id, house.clock(), JSON.stringify(outcome));
        await sealer.submissions.forget(house.clock() - LIMITS.submission_kept_ms);
      }
    });
  }
  await settleGrants(house, at, [...granted]);
};

/** What the sender may have created, and what it may not; the standard's own markings are there already, everybody's. */
const sorted = (arrived: readonly Arrived[], sender: Participant) => {
  const sent = arrived.filter(({ object }) => !wellKnownMarking(object.id));
  return {
    own: sent.filter(({ object }) => isCreationOf(sender, object)),
    foreign: sent.filter(({ object }) => !isCreationOf(sender, object)),
  };
};

/** Observables have no creator (STIX 3.2): whoever has seen one may send it. */
const isCreationOf = ({ identities }: Participant, { id, created, created_by_ref: creator }: StixObject): boolean =>
  created === undefined || identities.includes(creator ?? '') || identities.includes(id);

const ofAnother =
  (sender: Participant) =>
  (arrived: Arrived): KeptApart => ({
    arrived,
    originator: sender.num,
    code: 'creator-foreign',
    message: formatError('creator-foreign', { id: arrived.object.id }),
  });
