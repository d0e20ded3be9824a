import type { Caller } from '../../../src/application/context.ts';
import { changeOrganisation } from '../../../src/application/organisation.ts';
import { addPerson } from '../../../src/application/people.ts';
import type { Job, Person } from '../../../src/application/ports.ts';
import { createSession } from '../../../src/application/sessions.ts';
import type { OrganisationChange } from '../../../src/domain/organisation-settings.ts';
import type { Delivery } from '../../../src/domain/outbox.ts';
import { PersonRequest } from '../../../src/domain/roster.ts';
import { openLocalMailbox, type LocalMailbox } from '../../../src/mail/local-mailbox.ts';
import { createMailer, type RunningMailer } from '../../../src/mail/transport.ts';
import { createPaper, type Paper } from '../../api/support/paper.ts';
import { createPractice, rowsOf, type Practice } from '../../chaos/practice.ts';
import { runJob } from '../../support/jobs.ts';
import { createTestApplication, type TestApplication } from '../../support/application.ts';

/** A practice whose mail goes to a real server on the loopback. */
export interface Outbox {
  test: TestApplication;
  paper: Paper;
  practice: Practice;
  mailbox: LocalMailbox;
  caller: Caller;
  /** Books a session of tomorrow and settles it. */
  book: () => Promise<string>;
  add: (sessionId: string, person?: Partial<PersonRequest>) => Promise<string>;
  /** The same, and gives the jobs that would send what is due now. */
  addUnsent: (sessionId: string, person?: Partial<PersonRequest>) => Promise<Job[]>;
  people: (sessionId: string) => Promise<Person[]>;
  change: (settings: OrganisationChange) => Promise<void>;
  passcodeRecords: (sessionId: string) => Promise<{ holds: boolean; body: unknown }[]>;
  deliveries: (sessionId: string) => Promise<Delivery[]>;
  /** Messages to an address, oldest first. */
  mailTo: (address: string) => ReturnType<LocalMailbox['list']>;
  close: () => Promise<void>;
}

export const COACH = 'coach@practice.example';
export const ANA = 'ana@participants.example';

export async function openOutbox(): Promise<Outbox> {
  const paper = createPaper('paper');
  const test = await createTestApplication({ paper: paper.provider });
  const mailbox = await openLocalMailbox();
  const mailer: RunningMailer = createMailer({ url: mailbox.url });
  test.application.mail = { mailer, from: 'sessions@practice.example' };
  const { application, caller } = test;
  const practice = await createPractice(application, caller, {
    platform: 'paper',
    backing: null,
    settings: {},
    credentials: { secret: 'secret' },
    organiser: 'u-coach',
    names: { client: 'Client', host: 'Kim Coach', hostEmail: COACH },
  });
  const request = (person: Partial<PersonRequest>) =>
    PersonRequest.parse({ name: 'Ana', email: ANA, passcodeChannel: 'text', ...person });
  return {
    test,
    paper,
    practice,
    mailbox,
    caller,
    async book() {
      const { id } = await createSession(application, caller, practice.nextRequest());
      await test.runJobs();
      return id;
    },
    async add(sessionId, person = {}) {
      const { id } = await addPerson(application, caller, sessionId, request(person));
      await test.runJobs();
      return id;
    },
    async addUnsent(sessionId, person = {}) {
      const before = test.jobs.splice(0);
      await addPerson(application, caller, sessionId, request(person));
      for (const job of test.jobs.splice(0)) await runJob(application, job);
      const isDue = ({ startAfter }: Job) => startAfter === undefined;
      const due = test.jobs.filter(isDue);
      test.jobs.splice(0, test.jobs.length, ...before, ...test.jobs.filter((job) => !isDue(job)));
      return due;
    },
    people: (sessionId) =>
      application.database.inOrganisation(caller.organisationId, ({ people }) => people.listOf(sessionId)),
    change: async (settings) => void (await changeOrganisation(application, caller, settings, undefined)),
    passcodeRecords: (sessionId) =>
      rowsOf<{ holds: boolean; body: unknown }>(
        test,
        `SELECT holds, body FROM records WHERE session_id = $1 AND kind = 'passcode-delivered' ORDER BY id`,
        [sessionId],
      ),
    deliveries: (sessionId) =>
      application.database.inOrganisation(caller.organisationId, ({ deliveries }) =>
        deliveries.listOf(sessionId),
      ),
    mailTo: (address) =>
      mailbox
        .list()
        .filter(({ to }) => to.includes(address))
        .toReversed(),
    async close() {
      mailer.close();
      await mailbox.close();
      await test.close();
    },
  };
}
