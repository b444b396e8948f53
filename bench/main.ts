import { startPostgresServer } from '../test/postgres-server.js';
import { benchDisclosure } from './disclosure.js';
import { benchIngest } from './ingest.js';
import { benchLedger } from './ledger.js';
import { benchPages } from './pages.js';
import { formatFigures } from './report.js';
import { benchStix } from './stix.js';
import { benchTaxii } from './taxii.js';

/** `npm run bench`: every figure with its ratio to a baseline measured in this very run. */
const server = await startPostgresServer({ durable: true });
try {
  process.stdout.write(`${formatFigures('stix', benchStix())}\n`);
  process.stdout.write(`${formatFigures('ingest', await benchIngest(server.url))}\n`);
  process.stdout.write(`${formatFigures('pages', await benchPages(server.url))}\n`);
  process.stdout.write(`${formatFigures('taxii', await benchTaxii(server.url))}\n`);
  process.stdout.write(`${formatFigures('disclosure', await benchDisclosure(server.url))}\n`);
  process.stdout.write(`${formatFigures('ledgers', await benchLedger(server.url))}\n`);
} finally {
  await server.remove();
}
