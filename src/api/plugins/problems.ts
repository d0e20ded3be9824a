import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../domain/errors.ts';
import { answerTo } from '../problem.ts';

const MAX_FRAMES = 8;

/** Answers every failure, and every unknown address, with a problem. */
export function answerWithProblems(app: FastifyInstance): void {
  app.setErrorHandler(async (error, request, reply) => {
    // Of an expected failure the code is enough; of a bug the log has its place, and the caller nothing.
    if (!(error instanceof DomainError)) logUnexpected(error, request);
    else request.log.debug({ code: error.code }, 'refused');
    return sendProblem(error, request, reply);
  });
  app.setNotFoundHandler(async (request, reply) =>
    sendProblem(
      new DomainError('RESOURCE_NOT_FOUND', 'There is no such address. See the API’s description at /docs.'),
      request,
      reply,
    ),
  );
}

/** Logs a bug by its type and place. Its message stays out: it may quote a body, a statement or a secret. */
export function logUnexpected(error: unknown, request: FastifyRequest): void {
  if (answerTo(error).problem.code !== 'INTERNAL') return;
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const at = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const type = error instanceof Error ? error.name : typeof error;
  request.log.error({ type, at: at.slice(0, MAX_FRAMES) }, 'unexpected failure');
}

function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { problem, retryAfterMs } = answerTo(error);
  if (retryAfterMs !== undefined) {
    reply.header('retry-after', String(Math.max(1, Math.ceil(retryAfterMs / 1000))));
  }
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  const body = JSON.stringify({ ...problem, instance: `urn:uuid:${request.id}` });
  return reply.code(problem.status).type('application/problem+json').send(body);
}
