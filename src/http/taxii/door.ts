import type { FastifyInstance } from 'fastify';
import type { House } from '../../exchange/house.js';
import type { AllowedMethods } from '../allowed-methods.js';
import type { Admit } from '../fairness/admission.js';
import { answerErrors, answerUnrouted } from '../refuse.js';
import { requireAcceptable } from './accept.js';
import { addObjects } from './add-objects.js';
import { apiRoot } from './api-root.js';
import { collection } from './collection.js';
import { collections } from './collections.js';
import { discovery } from './discovery.js';
import { manifest } from './manifest.js';
import { object } from './object.js';
import { objects } from './objects.js';
import type { PagesSent } from './pages-sent.js';
import { sendTaxiiError } from './send.js';
import { status } from './status.js';
import { versions } from './versions.js';

interface Entrance {
  readonly allowed: AllowedMethods;
  readonly pages: PagesSent;
  readonly admit: Admit;
}

/** TAXII 2.1 under /taxii2. Credentials come first, for what does not exist too: a stranger learns nothing of the paths. */
export const taxiiDoor =
  (house: House, { allowed, pages, admit }: Entrance) =>
  async (app: FastifyInstance): Promise<void> => {
    app.setErrorHandler(answerErrors(sendTaxiiError));
    app.setNotFoundHandler(answerUnrouted(sendTaxiiError, allowed));
    app.addHook('onRequest', admit);
    app.addHook('onRequest', requireAcceptable);
    app.addHook('preHandler', pages.answerRecalled);
    for (const endpoint of [discovery, apiRoot, collections, collection, status]) endpoint(app, house);
    for (const endpoint of [manifest, objects, object, versions]) endpoint(app, house, pages);
    app.register(addObjects(house));
  };
