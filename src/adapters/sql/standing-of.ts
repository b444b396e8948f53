import type { Standing } from '../../exchange/ports/registry.js';
import type { StandingRow } from './schema.js';

export const standingOf = (row: StandingRow): Standing => ({
  participant: row.participant,
  profile: row.profile,
  epoch: row.epoch,
  due: row.due,
  swept: row.swept,
  changesAt: row.changes_at,
  disclosures: row.disclosures,
  history: row.history,
});
