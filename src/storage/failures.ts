import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';

import { DomainError, type ErrorCode } from '../domain/errors.ts';

/** What a refused row means, by the constraint that refused it. Names are those of the migrations. */
const meanings: Readonly<Record<string, readonly [code: ErrorCode, message: string, field?: string]>> = {
  sessions_host_overlap: [
    'HOST_OVERLAP',
    'The host already has a session at this time, counting the time between sessions.',
    'startsAt',
  ],
  sessions_identity_overlap: [
    'IDENTITY_OVERLAP',
    'The account that would organise it already has a session at this time, counting the time between sessions.',
    'startsAt',
  ],
  meetings_ref_key: [
    'MEETING_REUSED',
    'This meeting already belongs to a session. Every session has a meeting of its own.',
  ],
  meetings_active_key: ['MEETING_REUSED', 'The session already has a meeting that is not retired.'],
  organisation_settings_pkey: [
    'VERSION_MISMATCH',
    'It was changed since it was read. Read it again, then change it.',
  ],
  ...Object.fromEntries(
    ['connections', 'hosts', 'clients', 'policies', 'sessions'].map((table) => [
      `${table}_external_ref_key`,
      [
        'EXTERNAL_REF_TAKEN',
        'Another record of this kind already has this externalRef.',
        'externalRef',
      ] as const,
    ]),
  ),
};

/** SQLSTATE 23xxx that a caller can cause: unique, exclusion and foreign key violations. */
const refusals = new Set(['23505', '23P01', '23503']);

/** Transactions that lost against another one and may simply be run again. */
const lost = new Set(['40001', '40P01']);

/** Node's codes of a server that cannot be reached. */
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** node-postgres gives these failures no code. */
const unreachableMessage =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error)/;

/** SQLSTATE: connection failures, too many connections, a server that starts or stops, a database that is not there. */
const isAway = (state: string): boolean =>
  state.startsWith('08') || state.startsWith('57P') || state === '53300' || state === '3D000';

/** Whether an error says that the server cannot be reached, or takes nobody in at present. */
export const isUnreachable = (error: unknown): boolean =>
  isAway(codeOf(error)) || unreachable.has(codeOf(error)) || unreachableMessage.test(messageOf(error));

/** Whether the same transaction may succeed when run again at once. */
export const lostToAnother = (error: unknown): boolean => lost.has(codeOf(error));

/** The typed error for a failure of the database, where there is one; anything else as it is. */
export function translate(error: unknown): unknown {
  if (isUnreachable(error)) return unavailable(error);
  const code = codeOf(error);
  if (!refusals.has(code)) return error;
  const [meaning, message, field] = meanings[constraintOf(error)] ?? [
    'CONFLICT',
    'The request conflicts with what is stored.',
  ];
  return new DomainError(meaning, message, { cause: error, field });
}

/** As `translate`, for what a transaction's work threw: its connection may have been cut between two statements. */
export const translateFailedWork = (error: unknown): unknown =>
  error instanceof QueryRunnerAlreadyReleasedError ? unavailable(error) : translate(error);

const unavailable = (cause: unknown): DomainError =>
  new DomainError('DATABASE_UNAVAILABLE', 'The database cannot be reached at present. Try again later.', {
    cause,
  });

interface DriverError {
  code?: string;
  constraint?: string;
  message?: string;
}

const driverErrorOf = (error: unknown): DriverError =>
  (error instanceof QueryFailedError
    ? error.driverError
    : error instanceof Error
      ? error
      : {}) as DriverError;

export const codeOf = (error: unknown): string => driverErrorOf(error).code ?? '';
export const messageOf = (error: unknown): string => driverErrorOf(error).message ?? '';
const constraintOf = (error: unknown): string => driverErrorOf(error).constraint ?? '';
