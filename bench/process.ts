import { fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';

/** What a process of the benchmark does when it is asked, by name. Arguments and answers are JSON. */
export type Tasks = Record<string, (argument: never) => Promise<unknown>>;

const Request = z.object({ id: z.number(), task: z.string(), argument: z.unknown() });
const Answer = z.union([
  z.object({ id: z.number(), value: z.unknown() }),
  z.object({ id: z.number(), failure: z.string() }),
]);

/** In the child: does what the parent asks. Once the parent lets go of it or is gone, it stops and ends. */
export function serve(tasks: Tasks, stop: () => Promise<void>): void {
  process.on('message', (message) => {
    const { id, task, argument } = Request.parse(message);
    void answer(tasks, task, argument).then((result) => process.send?.({ id, ...result }));
  });
  process.once('disconnect', () => {
    void stop().finally(() => process.exit());
  });
}

async function answer(tasks: Tasks, task: string, argument: unknown) {
  try {
    // The parent's types hold it to the parameter's type.
    return { value: (await tasks[task]?.(argument as never)) ?? null };
  } catch (error) {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** A process of its own, for something that is measured or that measuring must not disturb. */
export interface Process<Of extends Tasks> {
  ask: <Task extends keyof Of & string>(
    task: Task,
    ...argument: Parameters<Of[Task]>
  ) => Promise<Awaited<ReturnType<Of[Task]>>>;
  /** Lets it stop, and waits until it has ended. */
  stop: () => Promise<void>;
}

/** Starts a file of this folder as a process. What it prints goes to standard error: standard output is for results. */
export function startProcess<Of extends Tasks>(file: string): Process<Of> {
  const child = fork(new URL(file, import.meta.url), { stdio: ['ignore', 2, 2, 'ipc'] });
  const ended = once(child, 'exit');
  const waiting = new Map<number, (answer: z.infer<typeof Answer>) => void>();
  let lastId = 0;
  child.on('message', (message) => {
    const read = Answer.parse(message);
    waiting.get(read.id)?.(read);
    waiting.delete(read.id);
  });

  const ask = async (task: string, argument: unknown): Promise<unknown> => {
    const id = (lastId += 1);
    const answered = new Promise<z.infer<typeof Answer>>((resolve) => waiting.set(id, resolve));
    child.send({ id, task, argument: argument ?? null });
    const gone = ended.then(() => ({ id, failure: 'the process has ended' }));
    const read = await Promise.race([answered, gone]);
    if ('failure' in read) throw new Error(`${file}, ${task}: ${read.failure}`);
    return read.value;
  };

  return {
    ask: (task, ...[argument]) => ask(task, argument) as never,
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
