import type { Database, Job, Queue, Transaction } from '../../src/application/ports.ts';

/** A queue on a database that runs nothing. As on the real one, a job counts only where its transaction commits. */
export function collectJobs(of: Database): { database: Database; queue: Queue; jobs: Job[] } {
  const jobs: Job[] = [];
  const pending = new WeakMap<Transaction, Job[]>();
  const database: Database = {
    ...of,
    inOrganisation: async (organisationId, work) => {
      let enqueued: Job[] = [];
      const answer = await of.inOrganisation(organisationId, async (transaction) => {
        enqueued = [];
        pending.set(transaction, enqueued);
        return work(transaction);
      });
      jobs.push(...enqueued);
      return answer;
    },
  };
  return {
    database,
    queue: { enqueue: async (transaction, job) => void pending.get(transaction)?.push(job) },
    jobs,
  };
}
