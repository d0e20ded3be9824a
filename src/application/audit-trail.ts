import { asCaller, type Application, type Caller } from './context.ts';
import type { AuditEvent, PageRequest } from './ports.ts';

/** Who did what in the caller's organisation, newest first. */
export const listAudit = (
  application: Application,
  caller: Caller,
  page: PageRequest,
): Promise<AuditEvent[]> => asCaller(application, caller, 'audit:read', ({ audit }) => audit.list(page));
