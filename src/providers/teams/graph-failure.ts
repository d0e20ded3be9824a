import { z } from 'zod';
import type { DomainError } from '../../domain/errors.ts';
import { providerError, statusFailure } from '../shared/vendor-failure.ts';

/** Graph's error document, as far as a decision rests on it. */
const Refusal = z.object({
  error: z.object({
    message: z.string().optional(),
    innerError: z.object({ code: z.string().optional() }).optional(),
  }),
});

/** What was asked of Graph, as far as a failure is told by it. */
export interface CallFacts {
  /** Whether the same call may be made again without doing its work twice. */
  repeatable: boolean;
  /** The application permission that the call needs. */
  permission: string;
  /** The wire's body name and the properties that were sent under it. */
  body?: { name: string; properties: readonly string[] };
}

const GRAPH = 'Microsoft Graph';

/**
 * Graph's refusal as a provider error, told by the status, by `innerError.code`, and by the few messages that nothing else
 * tells apart. A message is looked at and never passed on: it can quote what was sent.
 */
export function graphFailure(
  status: number,
  answer: unknown,
  { repeatable, permission, body }: CallFacts,
  retryAfterMs: number | undefined,
): DomainError {
  const parsed = Refusal.safeParse(answer);
  const { message = '', innerError } = parsed.success ? parsed.data.error : {};
  if (innerError?.code === 'GraphAccessToTranscriptsDisabled') {
    return providerError(
      'CAPABILITY_UNSUPPORTED',
      'The tenant does not let apps see transcripts through Graph.',
      {
        facts: { setting: 'Set-CsTeamsMeetingConfiguration -EnableGraphTranscriptAccess' },
      },
    );
  }
  if (status === 400 && /calendar backed/i.test(message)) {
    return providerError(
      'CAPABILITY_UNSUPPORTED',
      'Teams lists artifacts only of meetings that are in a calendar.',
    );
  }
  if ((status === 401 || status === 403) && isPolicyMissing(message)) {
    return providerError(
      'AUTH_FAILED',
      'No Teams application access policy lets the app act for this organiser. Grant one with Grant-CsApplicationAccessPolicy; it can take 30 minutes.',
      { facts: { missing: 'application-access-policy' } },
    );
  }
  if (status === 403) {
    return providerError('AUTH_FAILED', `Microsoft Graph does not permit this. It needs ${permission}.`, {
      facts: { permission },
    });
  }
  return statusFailure({ vendor: GRAPH, repeatable }, status, {
    retryAfterMs,
    field: status === 400 ? fieldIn(message, body) : undefined,
  });
}

/** The documentation shows the second wording, and the first is what tenants report. */
const isPolicyMissing = (message: string): boolean =>
  /no application access policy found/i.test(message) ||
  /is not authorized to .* on behalf of user/i.test(message);

/** The property of our own body that the message names: taken from what we sent, not from the message. */
function fieldIn(message: string, body: CallFacts['body']): string | undefined {
  const named = body?.properties.find((property) => new RegExp(`\\b${property}\\b`).test(message));
  return named === undefined ? undefined : `${body?.name ?? ''}.${named}`;
}
