import type { FastifyInstance } from 'fastify';
import { BUILT_IN_TRACKS } from '../../core/registry/track.js';
import type { House } from '../../exchange/house.js';
import { callerOf } from '../authenticate.js';

/**
 * GET /api/v1/me: what the node knows of the caller. A track of the node's own shows only where the caller has had a tier on
 * it, so that no partner learns of dealings it has no part in. Agreements and commitments are not kept yet: none.
 */
export const me = (app: FastifyInstance, house: House): void => {
  app.get('/me', async (request, reply) => {
    const { num, slug, name } = callerOf(request);
    const tiers = (await house.store.read((reader) => reader.registry.participantByNum(num)))?.tiers;
    const everywhere = Object.fromEntries(BUILT_IN_TRACKS.map((track) => [track, 'closed']));
    const body = { participant: { slug, name }, tiers: { ...everywhere, ...tiers }, agreements: [], commitments: [] };
    return reply.type('application/json').send(Buffer.from(JSON.stringify(body)));
  });
};
