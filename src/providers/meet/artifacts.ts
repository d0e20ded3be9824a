import type { Artifact } from '../../domain/provider.ts';
import type { Calls } from './calls.ts';

/**
 * What the sessions in a space left at Google: a row is there from the moment a recording begins, and Google keeps it for 30
 * days. Attendance reports and an administrator's compliance recordings are not among them.
 */
export async function listArtifacts(calls: Calls, organiser: string, space: string): Promise<Artifact[]> {
  const lists = [
    { kind: 'recording', list: calls.listRecordings },
    { kind: 'transcript', list: calls.listTranscripts },
    { kind: 'summary', list: calls.listSmartNotes },
  ] as const;
  const artifacts: Artifact[] = [];
  for (const record of await calls.listRecords(organiser, space)) {
    for (const { kind, list } of lists) {
      const rows = await list(organiser, record.name);
      artifacts.push(...rows.map(({ startTime }) => ({ kind, createdAt: startTime ?? null })));
    }
  }
  return artifacts;
}
