import type { Reader } from '../../exchange/ports/store.js';
import { archiveReader } from './archive.js';
import { bookReader } from './books.js';
import { collectionReader } from './collections.js';
import { disclosureReader } from './disclosures.js';
import { feedReader } from './feeds.js';
import { ledgerReader } from './ledgers.js';
import { matrixReader } from './matrix.js';
import { objectReader } from './objects.js';
import { quarantineReader } from './quarantine.js';
import { registryReader } from './registry.js';
import type { Session } from './session.js';
import { submissionReader } from './submissions.js';

/** The parts that only read: none of these objects has a function that writes. Each is made when it is asked for: most looks ask few. */
export const readerOn = (session: Session): Reader => {
  const made: { -readonly [Room in keyof Reader]?: Reader[Room] } = {};
  return {
    get registry() {
      made.registry ??= registryReader(session);
      return made.registry;
    },
    get collections() {
      made.collections ??= collectionReader(session);
      return made.collections;
    },
    get objects() {
      made.objects ??= objectReader(session);
      return made.objects;
    },
    get matrix() {
      made.matrix ??= matrixReader(session);
      return made.matrix;
    },
    get books() {
      made.books ??= bookReader(session);
      return made.books;
    },
    get feeds() {
      made.feeds ??= feedReader(session);
      return made.feeds;
    },
    get ledgers() {
      made.ledgers ??= ledgerReader(session);
      return made.ledgers;
    },
    get disclosures() {
      made.disclosures ??= disclosureReader(session);
      return made.disclosures;
    },
    get quarantine() {
      made.quarantine ??= quarantineReader(session);
      return made.quarantine;
    },
    get submissions() {
      made.submissions ??= submissionReader(session);
      return made.submissions;
    },
    get archive() {
      made.archive ??= archiveReader(session);
      return made.archive;
    },
  };
};
