import type { FastifyReply } from 'fastify';

/** Calls back again and again until what it returns is called: what says that a stream still stands. */
export type Beats = (beat: () => void) => () => void;

const BEAT_MS = 2_000;
export const everyTwoSeconds: Beats = (beat) => {
  const timer = setInterval(beat, BEAT_MS);
  return () => clearInterval(timer);
};

/** What is told at one moment; what comes later replaces it. */
export interface Snapshot {
  event: string;
  /** What a browser names when it comes back. */
  id: number;
  data: unknown;
}

/** A stream of server-sent events on one answer. */
export interface EventStream {
  send: (snapshot: Snapshot) => void;
  end: () => void;
}

/** Company proxies hold streams back and compress them, unless they are told not to. */
const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  connection: 'keep-alive',
};

/**
 * Answers with a stream that stays open until the browser leaves, the process stops taking requests, or it is ended. To a browser
 * that does not take what it is sent, only the latest snapshot is kept: however slow it is, it costs no more than that.
 *
 * @param onBeat called before every beat; only where it gives true is the beat sent.
 * @param onEnd called once, when the stream is over.
 */
export function openEventStream(
  reply: FastifyReply,
  {
    closing,
    beats,
    onBeat,
    onEnd,
  }: { closing: AbortSignal; beats: Beats; onBeat: () => boolean; onEnd: () => void },
): EventStream {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...headers });
  raw.flushHeaders();
  let kept: Snapshot | undefined;

  const write = ({ event, id, data }: Snapshot): void => {
    raw.write(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const send = (snapshot: Snapshot): void => {
    if (raw.writableEnded) return;
    if (raw.writableNeedDrain) kept = snapshot;
    else write(snapshot);
  };
  raw.on('drain', () => {
    const next = kept;
    kept = undefined;
    if (next !== undefined) write(next);
  });
  const end = (): void => void raw.end();
  const stopBeats = beats(() => {
    if (!onBeat()) return;
    if (!raw.writableNeedDrain && !raw.writableEnded) raw.write('event: beat\ndata: {}\n\n');
  });
  closing.addEventListener('abort', end);
  raw.once('close', () => {
    stopBeats();
    closing.removeEventListener('abort', end);
    onEnd();
  });
  raw.on('error', () => undefined);
  if (closing.aborted) end();
  return { send, end };
}
