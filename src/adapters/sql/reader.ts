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

/** The parts that only read: none of these objects has a function that writes. */
export const readerOn = (session: Session): Reader => ({
  registry: registryReader(session),
  collections: collectionReader(session),
  objects: objectReader(session),
  matrix: matrixReader(session),
  books: bookReader(session),
  feeds: feedReader(session),
  ledgers: ledgerReader(session),
  disclosures: disclosureReader(session),
  quarantine: quarantineReader(session),
  submissions: submissionReader(session),
  archive: archiveReader(session),
});
