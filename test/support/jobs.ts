import type { Application } from '../../src/application/context.ts';
import type { Job } from '../../src/application/ports.ts';
import { jobs } from '../../src/jobs/jobs.ts';

/** Carries out a job as a worker would. */
export async function runJob(application: Application, { name, payload }: Job): Promise<void> {
  const handler = jobs.find((job) => job.name === name);
  if (handler === undefined) throw new Error(`Nobody carries out ${name}`);
  await handler.run(application, payload);
}
