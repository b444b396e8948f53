import { ParleyError } from '../../core/errors.js';
import { LIMITS } from '../../core/limits.js';
import type { Caller } from '../../core/registry/participant.js';
import { requireWritable } from '../access.js';
import type { House } from '../house.js';
import { randomUuid } from '../identify.js';
import { digestText } from '../ledger/hashing.js';
import { underSealSoon } from '../ledger/under-seal.js';
import { requireCredentialInForce } from '../require.js';
import { takeInSoon } from './intake.js';
import { judgeBody, openEnvelope } from './judge.js';
import type { Outcome, SubmissionStatus } from './outcome.js';

/** By then some of what waits has been taken in. */
const WAIT_S = 5;

/**
 * Takes what a partner sends: judges it, puts it durably on record, and answers. Whatever needs the store comes afterwards, so that
 * neither the answer nor how long it takes depends on what is there. Beyond a size the objects are judged afterwards too.
 *
 * Errors: `not-found`, `not-writable`, `json-malformed`, `envelope-malformed`; `rate-exceeded`, when much of the caller's waits
 * to be taken in.
 *
 * Cost: one row and two leaves, in one commit.
 */
export const submit = async (
  house: House,
  caller: Caller,
  { collection: name, body }: { readonly collection: string; readonly body: Uint8Array },
): Promise<SubmissionStatus> => {
  const { text, count } = openEnvelope(body);
  const judged = body.length > LIMITS.submission_judged_bytes ? undefined : await judgeBody(body);
  const outcome: Outcome = judged?.outcome ?? { successes: [], failures: [], waiting: count };
  const id = randomUuid(house);
  const at = house.clock();
  const waits = outcome.waiting > 0 || outcome.successes.length > 0;
  await underSealSoon(house, async (sealer, record) => {
    await requireCredentialInForce(house, sealer, caller);
    const { collection } = await requireWritable(sealer, caller, name);
    if ((await sealer.submissions.waiting(caller.num)) >= LIMITS.submissions_waiting_max)
      throw new ParleyError('rate-exceeded', { wait_s: WAIT_S });
    const kept = { id, participant: caller.num, collection: collection.num, at };
    await sealer.submissions.add({ ...kept, endedAt: waits ? null : at, outcome: JSON.stringify(outcome) }, waits ? text : null);
    const detail = { collection: collection.id, submission: id, content: digestText(body) };
    record({ at, kind: 'submitted', participant: caller.num, detail });
  });
  if (waits) takeInSoon(house, { id, sender: caller.num, judged });
  return { ...outcome, id, at, complete: outcome.waiting === 0 };
};
