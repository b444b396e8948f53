import type { FastifyReply, FastifyRequest } from 'fastify';
import { ParleyError } from '../core/errors.js';
import type { AllowedMethods } from './allowed-methods.js';
import { PROBLEM_TYPE, problemDetails, type Refusal, refusalFor } from './problem.js';
import { sendTaxiiError } from './taxii/send.js';

/** How a door words its refusals. */
export type SendRefusal = (reply: FastifyReply, refusal: Refusal) => FastifyReply;

/** As RFC 9457; a Buffer, since fastify appends a charset to JSON types given as text. */
export const sendProblem: SendRefusal = (reply, refusal) =>
  reply
    .code(refusal.status)
    .headers(refusal.headers)
    .type(PROBLEM_TYPE)
    .send(Buffer.from(problemDetails(refusal)));

/** The error handler of a door. What is our own fault is logged, never told. */
export const answerErrors =
  (send: SendRefusal) =>
  (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const refusal = refusalFor(error);
    if (refusal.status >= 500) request.log.error({ code: refusal.code, err: error }, 'request failed');
    return send(reply, refusal);
  };

/** For what no route matched: 405 where the resource exists with other methods (RFC 9110 15.5.6: with Allow), else 404. */
export const answerUnrouted =
  (send: SendRefusal, allowed: AllowedMethods) =>
  (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const methods = allowed.at(request.raw.url ?? '');
    if (methods.length === 0) return send(reply, refusalFor(new ParleyError('not-found')));
    return send(reply.header('allow', methods.join(', ')), refusalFor(new ParleyError('method-not-allowed')));
  };

const TAXII_TARGET = /^\/taxii2(?:[/?]|$)/;

/** For requests that fail before any door is known: by their target as it came. */
export const sendByTarget: SendRefusal = (reply, refusal) =>
  (TAXII_TARGET.test(reply.request.raw.url ?? '') ? sendTaxiiError : sendProblem)(reply, refusal);
