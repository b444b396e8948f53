import { group } from '../plan.js';
import { participantAdd } from './participant-add.js';
import { participantList } from './participant-list.js';
import { participantSet } from './participant-set.js';
import { participantShow } from './participant-show.js';
import { participantResume, participantSuspend } from './participant-suspend.js';

export const participant = group('participant', 'partners of the host', [
  participantAdd,
  participantList,
  participantShow,
  participantSet,
  participantSuspend,
  participantResume,
]);
