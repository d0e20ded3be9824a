import { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import type { Artifact } from '../../domain/provider.ts';
import { providerError } from '../shared/vendor-failure.ts';
import type { Api, Call } from './api.ts';
import { isNotPermitted } from './posture.ts';

const Recordings = z.object({
  recording_files: z
    .array(z.object({ file_type: z.string().optional(), recording_start: z.string().optional() }))
    .default([]),
});
const Transcript = z.object({
  transcript_created_time: z.string().optional(),
  download_restriction_reason: z.string().optional(),
});
const Summary = z.object({ summary_created_time: z.string().optional() });
const HistoryPage = z.object({
  next_page_token: z.string().default(''),
  history_meetings: z.array(
    z.object({
      meeting_id: z.union([z.number(), z.string()]).transform(String),
      start_time: z.string().optional(),
      feature_used: z
        .object({ record_to_computer: z.boolean().optional(), record_to_cloud: z.boolean().optional() })
        .default({}),
    }),
  ),
});

/** Reasons that say there is no transcript. */
const noTranscript = new Set(['DELETED_OR_TRASHED', 'UNSUPPORTED', 'NO_TRANSCRIPT_DATA']);

const kinds: Readonly<Record<string, Artifact['kind']>> = {
  TRANSCRIPT: 'transcript',
  CC: 'transcript',
  SUMMARY: 'summary',
};

const DAY_MS = 86_400_000;
/** How far back the report is searched; sessions are checked within days of their end. */
const HISTORY_DAYS = 7;

/**
 * What the meeting left at Zoom: cloud files, transcript, summary, and by the report of past meetings whether somebody
 * recorded on a computer. An empty list means none is listed now: Zoom answers the same while files are still processed and
 * before the report knows the meeting, so callers look again later.
 *
 * @throws DomainError CAPABILITY_UNSUPPORTED where nothing was found and a list may not be read; it names the scopes.
 */
export async function listArtifacts(api: Api, meetingId: string, now: Date): Promise<Artifact[]> {
  const path = `/meetings/${meetingId}`;
  const refused: DomainError[] = [];
  const look = async <Schema extends z.ZodType>(call: Call<Schema>): Promise<z.infer<Schema> | undefined> => {
    try {
      return await api.call(call);
    } catch (error) {
      if (isNotPermitted(error)) refused.push(error);
      else if (!(error instanceof DomainError) || error.code !== 'NOT_FOUND') throw error;
      return undefined;
    }
  };

  const files = await look({ operation: 'listRecordings', path: `${path}/recordings`, reads: Recordings });
  const transcript = await look({
    operation: 'getTranscript',
    path: `${path}/transcript`,
    reads: Transcript,
  });
  const summary = await look({ operation: 'getSummary', path: `${path}/meeting_summary`, reads: Summary });
  const found: Artifact[] = (files?.recording_files ?? []).map(({ file_type, recording_start }) => ({
    kind: kinds[file_type ?? ''] ?? 'recording',
    createdAt: recording_start ?? null,
  }));
  if (transcript !== undefined && !noTranscript.has(transcript.download_restriction_reason ?? '')) {
    found.push({ kind: 'transcript', createdAt: transcript.transcript_created_time ?? null });
  }
  if (summary !== undefined) found.push({ kind: 'summary', createdAt: summary.summary_created_time ?? null });
  found.push(...(await recordedByReport(look, meetingId, now)));

  if (found.length === 0 && refused.length > 0) {
    const says = refused.map(({ message }) => message).join(' ');
    throw providerError('CAPABILITY_UNSUPPORTED', `Whether anything was recorded cannot be known. ${says}`);
  }
  return found;
}

type Look = <Schema extends z.ZodType>(call: Call<Schema>) => Promise<z.infer<Schema> | undefined>;

/** Recordings that the report of past meetings tells of; the only trace of one on a computer. */
async function recordedByReport(look: Look, meetingId: string, now: Date): Promise<Artifact[]> {
  const found: Artifact[] = [];
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  let next = '';
  do {
    const page = await look({
      operation: 'listHistory',
      path: '/report/history_meetings',
      query: {
        from: day(now.getTime() - HISTORY_DAYS * DAY_MS),
        to: day(now.getTime()),
        meeting_type: 'meeting',
        page_size: '300',
        ...(next === '' ? {} : { next_page_token: next }),
      },
      reads: HistoryPage,
    });
    for (const { meeting_id, start_time, feature_used } of page?.history_meetings ?? []) {
      if (meeting_id !== meetingId) continue;
      if (feature_used.record_to_computer === true || feature_used.record_to_cloud === true) {
        found.push({ kind: 'recording', createdAt: start_time ?? null });
      }
    }
    next = page?.next_page_token ?? '';
  } while (next !== '');
  return found;
}
