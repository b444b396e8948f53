import type { FastifyInstance } from 'fastify';
import type { House } from '../../exchange/house.js';
import type { Admit } from '../fairness/admission.js';
import { me } from './me.js';
import { openapi } from './openapi.js';

/** Parley's own API under /api/v1: its description for everybody, the rest for partners with credentials. */
export const apiDoor =
  (house: House, admit: Admit) =>
  async (app: FastifyInstance): Promise<void> => {
    openapi(app);
    app.register(forPartners(house, admit));
  };

const forPartners =
  (house: House, admit: Admit) =>
  async (app: FastifyInstance): Promise<void> => {
    app.addHook('onRequest', admit);
    me(app, house);
  };
