import type { Expectation } from '../../domain/evidence.ts';
import type { Json } from '../../domain/json.ts';
import type { CompileContext, Part } from '../../domain/plan/declaration.ts';
import { account, accountReads, meetingReads } from '../shared/offers.ts';

/** Short names of the sources of the facts, with their dates. */
export const sources = {
  schema: 'microsoftgraph/msgraph-metadata v1.0 schema, 2026-08-20',
  update: 'learn.microsoft.com/graph/api/onlinemeeting-update, 2025-08-20',
  resource: 'learn.microsoft.com/graph/api/resources/onlinemeeting, 2026-07-23',
  lobby: 'learn.microsoft.com/graph/api/resources/lobbybypasssettings, 2024-07-22',
  policy: 'MicrosoftDocs/office-docs-powershell Set-CsTeamsMeetingPolicy, 2026-08-21',
  labels: 'learn.microsoft.com/microsoftteams/meeting-templates-sensitivity-labels-policies, 2023-12-11',
  recording: 'learn.microsoft.com/microsoftteams/meeting-recording, 2024-06-27',
  transcripts: 'learn.microsoft.com/graph/api/onlinemeeting-list-transcripts, 2026-06-29',
  report: 'learn.microsoft.com/microsoftteams/meeting-attendance-report',
  copilot:
    'learn.microsoft.com/microsoftteams/copilot-teams-transcription; message centre MC1139485, 2025-08',
  captions: 'microsoft.github.io/Microsoft365DSC/resources/teams/TeamsMeetingPolicy',
  encryption: 'learn.microsoft.com/microsoftteams/end-to-end-encrypted-meetings, 2023-12-15',
  coOrganizers: 'support.microsoft.com: add co-organizers to a meeting',
  residency: 'learn.microsoft.com/microsoftteams/location-of-data-in-teams',
} as const;

/**
 * A parameter of the organiser's Teams meeting policy. Graph names the policy that a user has and never says what is in
 * it, so such an item is unknown until somebody supplies what the policy says.
 */
export const policyReads = (parameter: string, value: string | boolean): Part =>
  account([accountReads(`policy.${parameter}`, value)], {
    remedy: `Set-CsTeamsMeetingPolicy -${parameter} ${String(value)}, for the policy that the organiser has.`,
    access:
      'Microsoft Graph cannot read what a meeting policy says; an administrator can, with Get-CsTeamsMeetingPolicy.',
  });

/**
 * A sensitivity label or a template can force options that were written otherwise, and whether a read shows what is in
 * force is not known (source `labels`): with one of them on the meeting, no guard that either can loosen is certain.
 */
export const nothingOverrides: Expectation[] = [
  meetingReads('meeting.sensitivityLabelAssignment', null),
  meetingReads('meeting.meetingTemplateId', null),
];

/** Expects `nothingOverrides` where a control is asked for at this value, which a label or template could loosen. */
export const nothingLoosens =
  (asked: string) =>
  (value: Json): Expectation[] =>
    value === asked ? nothingOverrides : [];

/** Whether the coach is a co-organiser: in the organiser's tenant without being the organiser. */
export const coachIsCoOrganiser = ({ people }: Pick<CompileContext, 'people'>): boolean =>
  people.coach === 'member' || people.coach === 'guest';

/** Whether the meeting belongs to an event in the organiser's calendar. */
export const isCalendarBacked = ({ backing }: Pick<CompileContext, 'backing'>): boolean =>
  backing !== 'standalone';
