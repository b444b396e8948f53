import type { Sealer } from '../../exchange/ports/store.js';
import { archiveSealer } from './archive.js';
import { bookSealer } from './books.js';
import { collectionSealer } from './collections.js';
import { disclosureSealer } from './disclosures.js';
import { feedSealer } from './feeds.js';
import { ledgerSealer } from './ledgers.js';
import { matrixSealer } from './matrix.js';
import { objectSealer } from './objects.js';
import { quarantineSealer } from './quarantine.js';
import { registrySealer } from './registry.js';
import type { Session } from './session.js';
import { submissionSealer } from './submissions.js';

export const sealerOn = (session: Session): Sealer => ({
  registry: registrySealer(session),
  collections: collectionSealer(session),
  objects: objectSealer(session),
  matrix: matrixSealer(session),
  books: bookSealer(session),
  feeds: feedSealer(session),
  ledgers: ledgerSealer(session),
  disclosures: disclosureSealer(session),
  quarantine: quarantineSealer(session),
  submissions: submissionSealer(session),
  archive: archiveSealer(session),
});
