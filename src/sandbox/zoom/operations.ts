/** What a call needs: any one of its scopes. Server-to-server apps have the `:admin` variants only. */
interface Operation {
  granular: string;
  classic: string;
}

/**
 * The operations of the sandbox with their scopes (Zoom API Hub, December 2025; settings by Zoom's table of
 * granular scopes, July 2026). The names are also what a misbehaviour's `operation` refers to.
 */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'meeting.create': { granular: 'meeting:write:meeting:admin', classic: 'meeting:write:admin' },
  'meeting.list': { granular: 'meeting:read:list_meetings:admin', classic: 'meeting:read:admin' },
  'meeting.get': { granular: 'meeting:read:meeting:admin', classic: 'meeting:read:admin' },
  'meeting.update': { granular: 'meeting:update:meeting:admin', classic: 'meeting:write:admin' },
  'meeting.delete': { granular: 'meeting:delete:meeting:admin', classic: 'meeting:write:admin' },
  'meeting.status': { granular: 'meeting:update:status:admin', classic: 'meeting:write:admin' },
  'meeting.events': { granular: 'meeting:update:in_meeting_controls:admin', classic: 'meeting:write:admin' },
  'user.get': { granular: 'user:read:user:admin', classic: 'user:read:admin' },
  'user.settings': { granular: 'user:read:settings:admin', classic: 'user:read:admin' },
  'account.settings': { granular: 'account:read:settings:admin', classic: 'account:read:admin' },
  'account.locks': { granular: 'account:read:lock_settings:admin', classic: 'account:read:admin' },
  'recording.list': {
    granular: 'cloud_recording:read:list_recording_files:admin',
    classic: 'recording:read:admin',
  },
  'recording.delete': {
    granular: 'cloud_recording:delete:meeting_recording:admin',
    classic: 'recording:write:admin',
  },
  'transcript.get': {
    granular: 'cloud_recording:read:meeting_transcript:admin',
    classic: 'recording:read:admin',
  },
  'transcript.delete': {
    granular: 'cloud_recording:delete:meeting_transcript:admin',
    classic: 'recording:write:admin',
  },
  'summary.get': { granular: 'meeting:read:summary:admin', classic: 'meeting_summary:read:admin' },
  'summary.delete': { granular: 'meeting:delete:summary:admin', classic: 'meeting_summary:write:admin' },
  'report.history': { granular: 'report:read:list_history_meetings:admin', classic: 'report:read:admin' },
  'report.participants': {
    granular: 'report:read:list_meeting_participants:admin',
    classic: 'report:read:admin',
  },
};

/** Every granular scope that an app needs to use all of the sandbox. */
export const SCOPES: readonly string[] = Object.values(OPERATIONS).map(({ granular }) => granular);
