import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { expect } from 'vitest';

const bird = (what: string) => `Canary-${what}-${randomBytes(6).toString('hex')}`;
const address = () => `${bird('mail').toLowerCase()}@client.example`;

interface Aviary {
  api: FastifyInstance;
  token: string;
  /** What may not be seen outside; people and what opens their doors join it. */
  canaries: Set<string>;
  /** What refusals said. */
  told: string[];
}

/** Puts people on a session's roster, shows what opens their doors, and provokes what a refusal might quote. */
export async function expectPeople({ api, token, canaries, told }: Aviary, sessionId: string): Promise<void> {
  const people = `/v1/sessions/${sessionId}/people`;
  const send = async (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object | string,
    headers: Record<string, string> = {},
  ) => {
    const answer = await api.inject({
      method,
      url,
      headers: {
        authorization: `Bearer ${token}`,
        ...(typeof payload === 'string' ? { 'content-type': 'text/csv' } : {}),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload }),
    });
    if (answer.statusCode >= 400) told.push(answer.body);
    return answer;
  };
  const keep = (...some: string[]) => {
    for (const canary of some) canaries.add(canary);
    return some;
  };
  const refused = async (...[method, url, payload, headers]: Parameters<typeof send>) =>
    expect((await send(method, url, payload, headers)).statusCode, url).toBeGreaterThanOrEqual(400);

  const [name = '', alias = '', email = ''] = keep(bird('person'), bird('alias'), address());
  const added = await send('POST', people, { name, aliases: [alias], email, passcodeChannel: 'text' });
  expect(added.statusCode, added.body).toBe(201);
  const [fromFile = '', itsAddress = ''] = keep(bird('row'), address());
  const file = await send('POST', `${people}/import`, `name,email\n${fromFile},${itsAddress}\n`);
  expect(file.statusCode, file.body).toBe(200);

  const id = added.json<{ id: string }>().id;
  const shown = [await send('GET', `${people}/${id}/pass`), await send('POST', `${people}/${id}/pass`)];
  for (const answer of shown) {
    const { link, code } = answer.json<{ link: string; code: string }>();
    keep(link, secretIn(link), code, code.replace('-', ''));
  }
  const entry = (await send('POST', `${people}/${id}/entries`)).json<{ link: string }>().link;
  keep(entry, secretIn(entry));

  await refused('POST', people, { name: fromFile, role: name });
  await refused('POST', people, { name, email: fromFile });
  await refused('PATCH', `${people}/${id}`, { email: fromFile }, { 'if-match': '"1"' });
  await refused('GET', `${people}/${name}`);
  await refused('POST', `${people}/copy`, { fromSessionId: name });
  await refused('POST', `${people}/import`, `name,email,role\n${fromFile},${name},${alias}\n=${alias},,\n`);
  await refused('POST', `${people}/import`, `${name},${itsAddress}\n${fromFile},x\n`);
  await refused('POST', `${people}/import`, `name\n${name} "${alias}"\n`);
  // As people open them, and as they mistype them: whatever answers, nothing of it is logged.
  for (const link of [...shown.map((answer) => answer.json<{ link: string }>().link), entry])
    await api.inject({ url: new URL(link).pathname });
  await send('DELETE', `${people}/${id}`);
}

const secretIn = (link: string): string => link.slice(link.lastIndexOf('.') + 1);
