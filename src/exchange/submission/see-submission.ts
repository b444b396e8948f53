import { ParleyError } from '../../core/errors.js';
import { LIMITS } from '../../core/limits.js';
import type { Caller } from '../../core/registry/participant.js';
import type { House } from '../house.js';
import { lookAs } from '../page.js';
import type { Outcome, SubmissionStatus } from './outcome.js';

/** What became of a submission, for its sender. Errors: `not-found`, for those of others, those forgotten and those never made alike. */
export const seeSubmission = (house: House, caller: Caller, id: string): Promise<SubmissionStatus> =>
  lookAs(house, caller, async (reader) => {
    const found = await reader.submissions.find(id);
    const isForgotten = found?.endedAt != null && found.endedAt < house.clock() - LIMITS.submission_kept_ms;
    if (found === undefined || found.participant !== caller.num || isForgotten) throw new ParleyError('not-found');
    const outcome = JSON.parse(found.outcome) as Outcome;
    return { ...outcome, id, at: found.at, complete: outcome.waiting === 0 };
  });
