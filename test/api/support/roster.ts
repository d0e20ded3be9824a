import type { Caller } from '../../../src/application/context.ts';
import { coachScopes } from '../../../src/application/context.ts';
import type { Practice, Setup } from './practice.ts';
import { sessionBody, type Answer, type Body, type Service } from './practice.ts';

/** A booked session with ways to its roster. */
export interface Roster {
  sessionId: string;
  add: (person: Body, headers?: Record<string, string>) => Promise<Answer>;
  list: () => Promise<Body[]>;
  send: (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: Body,
    etag?: string,
  ) => Promise<Answer>;
  sendCsv: (csv: string | Buffer) => Promise<Answer>;
}

/** Books a session, so many days on, and settles it. */
export async function bookSession(
  service: Service,
  practice: Practice,
  setup: Setup,
  days: number,
): Promise<Roster> {
  const booked = await practice.send('POST', '/v1/sessions', { body: sessionBody(setup, days) });
  if (booked.status !== 202) throw new Error(booked.text);
  await service.work();
  const sessionId = String(booked.body['id']);
  const people = `/v1/sessions/${sessionId}/people`;
  return {
    sessionId,
    add: (body, headers = {}) => practice.send('POST', people, { body, headers }),
    list: async () => (await practice.send('GET', people)).body['items'] as Body[],
    send: (method, path, body, etag) =>
      practice.send(method, `${people}${path}`, {
        ...(body === undefined ? {} : { body }),
        headers: etag === undefined ? {} : { 'if-match': etag },
      }),
    sendCsv: (csv) =>
      practice.send('POST', `${people}/import`, { body: csv, headers: { 'content-type': 'text/csv' } }),
  };
}

/** The coach with this id, as signed in to the console. */
export const coachOf = ({ organisationId }: Practice, hostId: string): Caller => ({
  organisationId,
  actor: `coach:${hostId}`,
  scopes: coachScopes,
  hostId,
});
