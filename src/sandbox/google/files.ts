import { z } from 'zod';
import type { JsonObject } from '../shared/paths.ts';
import { applyWrite } from '../shared/writes.ts';
import { bodyOf, call, callerOf, hasScope, queryOf, type Caller } from './call.ts';
import { selectFields } from './fields.ts';
import { notFound } from './refusal.ts';
import { DRIVE_FILE_ONLY, SCOPES } from './scopes.ts';
import { newId, type DriveFile, type GoogleState, type SandboxContext, type Space } from './state.ts';

const PATH = '/drive/v3/files/:file';
/** What Drive gives where the caller names no `fields`. */
const DEFAULT_FIELDS = 'kind,id,name,mimeType';
interface Route {
  Params: { file: string };
}

const FileBody = z.strictObject({
  trashed: z.boolean().optional(),
  name: z.string().optional(),
  description: z.string().optional(),
  starred: z.boolean().optional(),
});

/** Puts a file of Meet's into the space owner's Drive; gives its id. */
export function addFile(state: GoogleState, space: Space, name: string, mimeType: string): string {
  const id = `1${newId(32)}`;
  const file = { kind: 'drive#file', id, name, mimeType, trashed: false, ownedByMe: true };
  state.files.set(id, {
    account: space.account,
    owner: space.owner,
    written: { stored: file, effective: file },
  });
  return id;
}

/** Drive, as far as a recording is looked at, put in the bin or deleted. Only the file's owner reaches it here. */
export function addFileRoutes({ app, state, misbehaviours }: SandboxContext): void {
  const fileOf = (caller: Caller, id: string, scopes: readonly string[]): DriveFile => {
    const file = state.files.get(id);
    const reached = hasScope(caller, ...scopes.filter((scope) => scope !== DRIVE_FILE_ONLY));
    if (file === undefined || !reached || file.account !== caller.account || file.owner !== caller.email) {
      throw notFound(`File not found: ${id}.`);
    }
    return file;
  };
  const shown = (file: DriveFile, fields: string | undefined): JsonObject =>
    fields === undefined ? selectFields(file.written.stored, DEFAULT_FIELDS) : file.written.stored;

  app.get<Route>(
    PATH,
    call('file.get', 'drive.files.get', SCOPES.fileRead, ['supportsAllDrives', 'acknowledgeAbuse']),
    async (request) => {
      const file = fileOf(callerOf(request), request.params.file, SCOPES.fileRead);
      return shown(file, queryOf(request).fields);
    },
  );

  app.patch<Route>(
    PATH,
    call('file.update', 'drive.files.update', SCOPES.fileUpdate, ['supportsAllDrives']),
    async (request) => {
      const body = bodyOf(request, FileBody) as JsonObject;
      const file = fileOf(callerOf(request), request.params.file, SCOPES.fileUpdate);
      file.written = applyWrite({
        before: file.written,
        body,
        defaults: {},
        misbehaviours,
        account: file.account,
        operation: 'file.update',
      });
      return shown(file, queryOf(request).fields);
    },
  );

  app.delete<Route>(
    PATH,
    call('file.delete', 'drive.files.delete', SCOPES.fileDelete, ['supportsAllDrives']),
    async (request, reply) => {
      fileOf(callerOf(request), request.params.file, SCOPES.fileDelete);
      state.files.delete(request.params.file);
      return reply.code(204).send();
    },
  );
}
