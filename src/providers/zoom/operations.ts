/** Zoom's rate categories. */
export type Category = 'light' | 'medium' | 'heavy';

interface Operation {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  category: Category;
  /** Either of these lets a server-to-server app do it: apps made since 2024 have granular scopes. */
  scope: string;
  classicScope: string;
  /** Whether sending it twice does no more than sending it once. */
  repeatable: boolean;
  /** Whether it counts against the host's creates and updates of the day. */
  countsAsWrite: boolean;
  /** What is lost without it; null where a session cannot be held at all. */
  withoutIt: string | null;
}

const read = (
  category: Category,
  scope: string,
  classicScope: string,
  withoutIt: string | null,
): Operation => ({
  method: 'GET',
  category,
  scope,
  classicScope,
  repeatable: true,
  countsAsWrite: false,
  withoutIt,
});

const write = (
  method: Operation['method'],
  scope: string,
  { repeatable, countsAsWrite }: { repeatable: boolean; countsAsWrite: boolean },
): Operation => ({
  method,
  category: 'light',
  scope,
  classicScope: 'meeting:write:admin',
  repeatable,
  countsAsWrite,
  withoutIt: null,
});

/**
 * The calls that are made, with scope and rate label (Zoom API Hub, 2025-12-16; settings: Zoom's table of granular scopes,
 * 2026-07). Only making a meeting is not repeatable: Zoom has no idempotency key.
 */
export const operations = {
  createMeeting: write('POST', 'meeting:write:meeting:admin', { repeatable: false, countsAsWrite: true }),
  updateMeeting: write('PATCH', 'meeting:update:meeting:admin', { repeatable: true, countsAsWrite: true }),
  deleteMeeting: write('DELETE', 'meeting:delete:meeting:admin', { repeatable: true, countsAsWrite: false }),
  endMeeting: write('PUT', 'meeting:update:status:admin', { repeatable: true, countsAsWrite: false }),
  getMeeting: read('light', 'meeting:read:meeting:admin', 'meeting:read:admin', null),
  listMeetings: read('medium', 'meeting:read:list_meetings:admin', 'meeting:read:admin', null),
  getUserSettings: read(
    'medium',
    'user:read:settings:admin',
    'user:read:admin',
    'What the host’s account allows stays unknown, so more is left to the coach.',
  ),
  getAccountSettings: read(
    'medium',
    'account:read:settings:admin',
    'account:read:admin',
    'Whether the account replaces topics stays unknown, so a lost answer is always reported as a possible stray.',
  ),
  listRecordings: read(
    'light',
    'cloud_recording:read:list_recording_files:admin',
    'recording:read:admin',
    'Whether a recording exists afterwards cannot be seen.',
  ),
  getTranscript: read(
    'medium',
    'cloud_recording:read:meeting_transcript:admin',
    'recording:read:admin',
    'Whether a transcript exists afterwards cannot be seen.',
  ),
  getSummary: read(
    'light',
    'meeting:read:summary:admin',
    'meeting_summary:read:admin',
    'Whether a summary exists afterwards cannot be seen.',
  ),
  listHistory: read(
    'heavy',
    'report:read:list_history_meetings:admin',
    'report:read:admin',
    'Whether somebody recorded on a computer cannot be seen afterwards.',
  ),
} satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
