import type { FastifyReply, FastifyRequest } from 'fastify';
import { openEventStream, type Beats, type EventStream, type Snapshot } from './event-stream.ts';
import { logUnexpected } from './plugins/problems.ts';

export interface Followed {
  /** Calls back when there is something new, with its revision, until what it returns is called. */
  subscribe: (onChange: (revision: number) => void) => () => void;
  /** What is so now. Undefined: nothing is to be told any more, and the stream ends. */
  read: (revision: number) => Promise<Snapshot | undefined>;
}

/**
 * Streams what is so, now and whenever it has changed. A browser that comes back and has seen the latest already gets a beat. Where
 * it cannot be read, it is tried again with the next beat; meanwhile the stream stands, and is silent.
 *
 * @throws what the first read throws, as an ordinary answer.
 */
export async function follow(
  request: FastifyRequest,
  reply: FastifyReply,
  { subscribe, read }: Followed,
  { closing, beats }: { closing: AbortSignal; beats: Beats },
): Promise<FastifyReply> {
  let wanted = 0;
  let stream: EventStream | undefined;
  let isReading = false;
  let isBehind = false;
  let sent = '';

  const tell = (snapshot: Snapshot | undefined): void => {
    if (snapshot === undefined) return stream?.end();
    // That time has passed is no news.
    const text = JSON.stringify(snapshot.data, (key, value: unknown) => (key === 'now' ? undefined : value));
    if (text !== sent) stream?.send(snapshot);
    sent = text;
  };
  const refresh = async (): Promise<void> => {
    isBehind = true;
    if (isReading || stream === undefined) return;
    isReading = true;
    try {
      while (isBehind && stream !== undefined) {
        isBehind = false;
        tell(await read(wanted));
      }
    } catch (error) {
      isBehind = true;
      logUnexpected(error, request);
    }
    isReading = false;
  };

  const unsubscribe = subscribe((revision) => {
    wanted = Math.max(wanted, revision);
    void refresh();
  });
  let first: Snapshot | undefined;
  try {
    first = await read(wanted);
  } catch (error) {
    unsubscribe();
    throw error;
  }
  stream = openEventStream(reply, {
    closing,
    beats,
    // What could not be read may have changed: a beat would say that nothing has.
    onBeat: () => {
      const upToDate = !isBehind && !isReading;
      if (isBehind) void refresh();
      return upToDate;
    },
    onEnd: () => {
      stream = undefined;
      unsubscribe();
    },
  });
  const seen = Number(request.headers['last-event-id'] ?? Number.NaN);
  if (first !== undefined && first.id === seen) stream.send({ event: 'beat', id: first.id, data: {} });
  else tell(first);
  if (wanted > (first?.id ?? 0)) void refresh();
  return reply;
}
