import type { Artifact } from '../../domain/provider.ts';
import { providerError } from '../shared/vendor-failure.ts';
import { textOf } from './answers.ts';
import type { Graph } from './graph.ts';
import { meetingPath } from './meeting.ts';

export const RECORDINGS = 'OnlineMeetingRecording.Read.All';
export const TRANSCRIPTS = 'OnlineMeetingTranscript.Read.All';

/**
 * Recordings and transcripts of a meeting. What is listed can come up to an hour after the session, so an empty list
 * counts only once that time is over.
 *
 * @throws DomainError CAPABILITY_UNSUPPORTED where Teams cannot be asked: the meeting is in no calendar, or the tenant
 * keeps transcripts from apps
 */
export async function listArtifacts(
  graph: Graph,
  organiser: string,
  { meetingId, eventId }: { meetingId?: string | undefined; eventId?: string | undefined },
): Promise<Artifact[]> {
  if (meetingId === undefined || eventId === undefined) {
    throw providerError(
      'CAPABILITY_UNSUPPORTED',
      'Teams lists artifacts only of meetings that are in a calendar.',
    );
  }
  const path = meetingPath(organiser, meetingId);
  const recordings = await graph.list({ path: `${path}/recordings`, permission: RECORDINGS });
  const transcripts = await graph.list({ path: `${path}/transcripts`, permission: TRANSCRIPTS });
  const as = (kind: Artifact['kind'], items: typeof recordings): Artifact[] =>
    items.map(({ createdDateTime }) => ({ kind, createdAt: textOf(createdDateTime) ?? null }));
  return [...as('recording', recordings), ...as('transcript', transcripts)];
}
