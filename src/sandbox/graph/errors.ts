import { randomUUID } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { timestamp } from './clock.ts';

/** A refusal in Graph's own shape: status, `error.code`, `error.message` and, where the vendor has one, `innerError.code`. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly innerCode: string | undefined;

  constructor(status: number, code: string, message: string, innerCode?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.innerCode = innerCode;
  }
}

/** Sends the error document that every Graph operation answers with. */
export function sendError(reply: FastifyReply, error: GraphError, now: Date): FastifyReply {
  const requestId = randomUUID();
  const sent = reply.request.headers['client-request-id'];
  const clientRequestId = typeof sent === 'string' ? sent : requestId;
  return reply
    .code(error.status)
    .header('request-id', requestId)
    .header('client-request-id', clientRequestId)
    .send({
      error: {
        code: error.code,
        message: error.message,
        innerError: {
          ...(error.innerCode === undefined ? {} : { code: error.innerCode }),
          date: timestamp(now),
          'request-id': requestId,
          'client-request-id': clientRequestId,
        },
      },
    });
}

export const badRequest = (message: string) => new GraphError(400, 'BadRequest', message);

export const meetingNotFound = () => new GraphError(404, 'NotFound', 'Meeting not found.');
