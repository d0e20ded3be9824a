import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { follow } from '../../src/api/follow.ts';

/** Whatever waits for nothing but its turn has had it. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

it('says nothing while what is followed cannot be read, so that nobody takes what they see for what is', async () => {
  let tick = () => {};
  let change: (revision: number) => void = () => {};
  let isAway = false;
  let revision = 1;
  const app = Fastify();
  app.get('/events', (request, reply) =>
    follow(
      request,
      reply,
      {
        subscribe: (onChange) => {
          change = onChange;
          return () => undefined;
        },
        read: async () => {
          if (isAway) throw new Error('away');
          return { event: 'board', id: revision, data: { revision } };
        },
      },
      {
        closing: new AbortController().signal,
        beats: (beat) => {
          tick = beat;
          return () => undefined;
        },
      },
    ),
  );
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const leave = new AbortController();
  const { body } = await fetch(`${address}/events`, { signal: leave.signal });
  isAway = true;
  revision = 2;
  change(2);
  await settled();
  for (let beat = 0; beat < 3; beat += 1) {
    tick();
    await settled();
  }
  isAway = false;
  tick();
  await settled();
  tick();

  let told = '';
  const decoder = new TextDecoder();
  for await (const chunk of body ?? []) {
    told += decoder.decode(chunk as Uint8Array, { stream: true });
    if (told.includes('event: beat')) break;
  }
  leave.abort();
  await app.close();
  expect(told.match(/event: \w+(?:\nid: \d+)?/g)).toEqual([
    'event: board\nid: 1',
    'event: board\nid: 2',
    'event: beat',
  ]);
});
