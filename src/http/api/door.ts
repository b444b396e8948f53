import type { FastifyInstance } from 'fastify';
import type { House } from '../../exchange/house.js';
import { authenticateWith } from '../authenticate.js';
import { me } from './me.js';

/** Parley's own API under /api/v1, for partners with credentials. */
export const apiDoor =
  (house: House) =>
  async (app: FastifyInstance): Promise<void> => {
    app.addHook('onRequest', authenticateWith(house));
    me(app, house);
  };
