import type { SubmissionStatus } from '../../exchange/submission/outcome.js';
import { taxiiTime } from './send.js';

/** TAXII 4.3.1. Lists that are empty are left out; `pending_count` counts what was not judged yet. */
export const statusResource = ({ id, at, complete, successes, failures, waiting }: SubmissionStatus): string =>
  JSON.stringify({
    id,
    status: complete ? 'complete' : 'pending',
    request_timestamp: taxiiTime(at),
    total_count: successes.length + failures.length + waiting,
    success_count: successes.length,
    ...(successes.length === 0 ? {} : { successes }),
    failure_count: failures.length,
    ...(failures.length === 0 ? {} : { failures }),
    pending_count: waiting,
  });
