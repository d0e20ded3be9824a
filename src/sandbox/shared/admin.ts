import type { FastifyInstance } from 'fastify';
import { ZodError } from 'zod';

/**
 * Adds admin endpoints (`/_sandbox/…`) apart from the vendor's: a body that does not fit its schema is answered with
 * 400 and zod's issues, whatever the vendor's own error shape is. An error may carry a `statusCode` of its own.
 */
export function addAdminRoutes(app: FastifyInstance, add: (admin: FastifyInstance) => void): void {
  void app.register(async (admin) => {
    admin.setErrorHandler(async (error: Error & { statusCode?: number }, _request, reply) => {
      if (error instanceof ZodError) return reply.code(400).send({ error: 'invalid', issues: error.issues });
      return reply.code(error.statusCode ?? 500).send({ error: error.message });
    });
    add(admin);
  });
}

/** An admin request that cannot be done: answered with this status and message. */
export class AdminRefusal extends Error {
  readonly statusCode: number;
  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}
