import { badRequest, GraphError } from './errors.ts';
import { userOf, type Tenant, type Topic, type World } from './world.ts';

/** What can be watched, by resource: the kind, the app roles of which one is needed, and the change it reports. */
export const KINDS = {
  callEvent: { roles: ['OnlineMeetings.Read.All', 'OnlineMeetings.ReadWrite.All'], changeType: 'updated' },
  callRecording: { roles: ['OnlineMeetingRecording.Read.All'], changeType: 'created' },
  callTranscript: { roles: ['OnlineMeetingTranscript.Read.All'], changeType: 'created' },
} as const;

const CALL_EVENTS = /^communications\/onlineMeetings\(joinWebUrl='([^']+)'\)\/meetingCallEvents$/i;
const OF_MEETING = /^communications\/onlineMeetings\/([^/]+)\/(recordings|transcripts)$/i;
const OF_ALL = /^(?:communications|users\/([^/]+))\/onlineMeetings\/getAll(Recordings|Transcripts)$/i;

/**
 * Reads the `resource` of a subscription. Call events name a meeting by its join address, percent-encoded once
 * more (so that its own `%3a` arrives as `%253a`), and are in beta only.
 */
export function readTopic(world: World, tenant: Tenant, resource: string, version: string): Topic {
  const path = resource.replace(/^\//, '');
  const calls = CALL_EVENTS.exec(path);
  if (calls !== null) {
    if (version !== 'beta') throw badRequest('The resource is not supported in this version of the API.');
    return { kind: 'callEvent', meetingId: meetingByAddress(world, tenant, calls[1] ?? '') };
  }
  const one = OF_MEETING.exec(path);
  if (one !== null) return { kind: kindOf(one[2]), meetingId: one[1] ?? '' };
  const all = OF_ALL.exec(path);
  if (all === null) throw badRequest('The resource of the subscription is not supported.');
  if (all[1] === undefined) return { kind: kindOf(all[2]) };
  if (userOf(tenant, all[1]) === undefined) throw new GraphError(404, 'NotFound', 'The user was not found.');
  return { kind: kindOf(all[2]), organizer: all[1] };
}

const kindOf = (collection: string | undefined): Topic['kind'] =>
  collection?.toLowerCase() === 'recordings' ? 'callRecording' : 'callTranscript';

function meetingByAddress(world: World, tenant: Tenant, encoded: string): string {
  let joinWebUrl = '';
  try {
    joinWebUrl = decodeURIComponent(encoded);
  } catch {
    throw badRequest('The join address in the resource is malformed.');
  }
  const named = [...world.meetings.values()].find(
    (meeting) => meeting.tenantId === tenant.id && meeting.joinWebUrl === joinWebUrl,
  );
  if (named === undefined) throw badRequest('The join address in the resource names no meeting.');
  return named.id;
}
