import { beforeEach, describe, expect, it } from 'vitest';
import { COLLEAGUE, createWorkspace, OWNER, SCOPE, STRICT, text, type Workspace } from './workspace.ts';

let workspace: Workspace;
let path: string;
let drive: ReturnType<Workspace['as']>;
beforeEach(async () => {
  workspace = await createWorkspace({ edition: 'BUSINESS_PLUS' });
  drive = workspace.as(OWNER, [SCOPE.drive]);
  const space = await workspace.space(STRICT);
  await workspace.people(space, { action: 'start' });
  await workspace.people(space, { action: 'record-start' });
  await workspace.people(space, { action: 'end' });
  const records = await workspace.owner('GET', '/v2/conferenceRecords');
  const [record] = Object.values(records.body.conferenceRecords ?? {});
  const { body } = await workspace.owner('GET', `/v2/${text(record?.name)}/recordings`);
  const [recording] = Object.values(body.recordings ?? {});
  path = `/drive/v3/files/${text(recording?.driveDestination?.file)}`;
});

describe('the file of a recording', () => {
  it('is read with the four default fields, or those asked for', async () => {
    const { body } = await drive('GET', path);
    expect(Object.keys(body).sort()).toEqual(['id', 'kind', 'mimeType', 'name']);
    expect(body.mimeType).toBe('video/mp4');
    expect((await drive('GET', `${path}?fields=trashed`)).body).toEqual({ trashed: false });
  });

  it('goes into the bin', async () => {
    expect((await drive('PATCH', `${path}?fields=id,trashed`, { trashed: true })).body.trashed).toBe(true);
    expect((await drive('GET', `${path}?fields=trashed`)).body).toEqual({ trashed: true });
  });

  it('is deleted for good, and then not found, in Drive’s own error shape', async () => {
    expect((await drive('DELETE', path)).status).toBe(204);
    const { status, body } = await drive('GET', path);
    expect(status).toBe(404);
    expect(body.error).toMatchObject({ code: 404, errors: [{ domain: 'global', reason: 'notFound' }] });
  });

  it('is out of reach of other users and of an app with only its own files', async () => {
    expect((await workspace.as(COLLEAGUE, [SCOPE.drive])('GET', path)).status).toBe(404);
    expect((await workspace.as(OWNER, [SCOPE.driveFile])('GET', path)).status).toBe(404);
  });
});
