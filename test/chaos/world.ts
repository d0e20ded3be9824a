import { revealLink } from '../../src/application/reveal-link.ts';
import { createOrganisation } from '../../src/application/api-keys.ts';
import { scopes, type Application, type Caller } from '../../src/application/context.ts';
import type { Job } from '../../src/application/ports.ts';
import {
  cancelSession,
  createSession,
  rescheduleSession,
  retrySession,
} from '../../src/application/sessions.ts';
import { confidentialSession } from '../../src/domain/confidential-session.ts';
import { DomainError } from '../../src/domain/errors.ts';
import type { Policy } from '../../src/domain/policy.ts';
import { transition } from '../../src/domain/session.ts';
import { runJob } from '../support/jobs.ts';
import type { TestApplication } from '../support/application.ts';
import { createPractice, type Practice } from './practice.ts';
import {
  createScriptedVendor,
  Death,
  noFate,
  openTheDoor,
  underFate,
  type Fate,
  type Fault,
  type ScriptedVendor,
} from './scripted-vendor.ts';

const MINUTE_MS = 60_000;
/** After that the queue hands a dead worker’s job out again. */
const HEARTBEAT_MS = 30_000;

/** What goes wrong at which step of a worker, counted from 0; database transactions and vendor calls are steps. */
export interface Mishap {
  at: number;
  fault: Exclude<Fault, 'none'>;
}

/** One thing that happens to the service, to its vendor, or to time. */
export type Command =
  | { do: 'create' }
  | { do: 'run'; job: number; mishaps: Mishap[]; again: boolean }
  | { do: 'run-on-two'; job: number; mishaps: [Mishap[], Mishap[]] }
  | {
      do: 'outlive';
      job: number;
      heldAt: number;
      expires: boolean;
      minutes: number;
      meanwhile: 'nothing' | 'cancel' | 'reveal' | 'reschedule' | 'open';
      /** The step of the next worker that is still held when the outlived one goes on; null where it has come to its end. */
      nextHeldAt: number | null;
      mishaps: Mishap[];
    }
  | { do: 'retry' | 'cancel' | 'reschedule' | 'open' | 'start'; session: number }
  | { do: 'reveal'; session: number; mishaps: Mishap[] }
  | { do: 'account'; recording: boolean | 'unknown' }
  | { do: 'spoil'; kind: 'drop' | 'override'; times: number }
  | { do: 'meddle'; session: number; how: 'delete' | 'open' }
  | { do: 'jump'; minutes: number };

/** A service on a real database with a scripted vendor, driven command by command. */
export interface World {
  test: TestApplication;
  vendor: ScriptedVendor;
  caller: Caller;
  sessions: string[];
  /** Links that were given out, in order. */
  released: { sessionId: string; joinUrl: string }[];
  application: Application;
  /** Called at each reveal, before anything else happens. */
  onReveal: (sessionId: string, joinUrl: string) => Promise<void>;
  apply: (command: Command) => Promise<void>;
  /** Ends everything that goes wrong and runs jobs until none is left but for the end of a blocked session. */
  settleDown: () => Promise<void>;
  /** Lets the end of every blocked session come. */
  letEndsCome: () => Promise<void>;
}

/** The guide’s policy, whose must on recording rests on the account alone: posture that is not known leaves no other means. */
const policy: Policy = {
  ...confidentialSession,
  controls: {
    ...confidentialSession.controls,
    'confidentiality.recording-manual.v1': {
      value: 'nobody',
      level: 'must',
      accept: ['enforced', 'account'],
    },
  },
};

/** An organisation of its own on a shared database, so that many worlds are cheap. */
export async function createWorld(
  test: TestApplication,
  { listable }: { listable: boolean },
): Promise<World> {
  const vendor = createScriptedVendor({ listable });
  const { clock, jobs } = test;
  jobs.length = 0;
  const worker = (fate: Fate): Application => ({
    ...test.application,
    providers: { zoom: vendor.provider(fate) },
    database: {
      ...test.application.database,
      inOrganisation: (organisationId, work) =>
        underFate(fate, { makes: false, vendor: false }, () =>
          test.application.database.inOrganisation(organisationId, work),
        ),
    },
  });
  const application = worker(noFate);
  const { organisation } = await createOrganisation(application, 'World');
  const caller: Caller = { organisationId: organisation.id, actor: 'key:test', scopes };
  const practice: Practice = await createPractice(application, caller, {
    platform: 'zoom',
    backing: null,
    settings: {},
    credentials: {},
    organiser: 'organiser@practice.example',
    policy,
  });
  const sessions: string[] = [];
  const released: World['released'] = [];

  /** Works on a job as the queue does: one whose worker died is handed out again later. */
  const deliver = async (job: Job, fate: Fate): Promise<void> => {
    try {
      await runJob(worker(fate), job);
    } catch (error) {
      if (!(error instanceof Death) && !isAway(error)) throw error;
      jobs.push({ ...job, startAfter: later(HEARTBEAT_MS) });
    }
  };
  const later = (ms: number) => new Date(clock.now.getTime() + ms);
  /** What is to be done at the vendor comes first, and the end of a blocked session last. */
  const take = (index: number): Job | undefined => {
    jobs.sort((a, b) => rankOf(a) - rankOf(b));
    const [job] = jobs.length === 0 ? [] : jobs.splice(index % jobs.length, 1);
    if (job?.startAfter !== undefined && job.startAfter > clock.now) clock.now = job.startAfter;
    return job;
  };
  const pick = (index: number): string | undefined => sessions[index % Math.max(1, sessions.length)];
  const meetingOf = async (sessionId: string) => {
    const active = await test.database.inOrganisation(organisation.id, ({ meetings }) =>
      meetings.findActive(sessionId),
    );
    return vendor.meetings.get(active?.ref['meetingId'] ?? '');
  };
  const reveal = async (sessionId: string, mishaps: Mishap[]) => {
    const { joinUrl } = await revealLink(worker(fateOf(mishaps)), caller, sessionId);
    released.push({ sessionId, joinUrl });
    await world.onReveal(sessionId, joinUrl);
  };

  /** A worker is held at one step until its lease is over and others have gone on; then it goes on too. */
  const outlive = async (command: Extract<Command, { do: 'outlive' }>) => {
    const job = await takeOrAsk(command.job);
    if (job === undefined || !('sessionId' in job.payload)) return;
    const { sessionId } = job.payload;
    const hold = holding(command.heldAt, command.mishaps);
    const outlived = deliver(job, hold.fate);
    const isHeld = await Promise.race([hold.reached.then(() => true), outlived.then(() => false)]);
    if (isHeld) {
      if (command.expires) clock.now = later(test.application.leaseMs + command.minutes * MINUTE_MS);
      if (command.meanwhile === 'cancel')
        await asked(() => cancelSession(application, caller, sessionId, undefined));
      const next = command.nextHeldAt === null ? undefined : holding(command.nextHeldAt);
      const following = command.expires ? deliver(job, next?.fate ?? noFate) : Promise.resolve();
      await Promise.race([following, ...(next === undefined ? [] : [next.reached])]);
      if (next === undefined) await runDue();
      if (command.meanwhile === 'reveal') await asked(() => reveal(sessionId, []));
      if (command.meanwhile === 'reschedule') await asked(() => reschedule(sessionId));
      if (command.meanwhile === 'open') await asked(() => happen(sessionId, 'front-door-opened'));
      hold.release();
      await outlived;
      next?.release();
      await following;
    }
    hold.release();
    await outlived;
  };
  /** What the front door will tell a session, as far as its state goes. */
  const happen = (id: string, type: 'front-door-opened' | 'host-started') =>
    test.database.inOrganisation(organisation.id, async ({ sessions: stored }) => {
      const session = await stored.findForUpdate(id);
      if (session !== undefined) await stored.update({ ...session, ...transition(session, { type }) });
    });
  const runDue = async () => {
    for (let runs = 0; runs < 20; runs += 1) {
      const due = jobs.findIndex(({ startAfter }) => startAfter === undefined || startAfter <= clock.now);
      const job = due < 0 ? undefined : take(due);
      if (job === undefined) return;
      await deliver(job, noFate);
    }
  };

  const reschedule = async (sessionId: string) => {
    const { startsAt, endsAt, timeZone } = practice.nextRequest();
    await rescheduleSession(application, caller, sessionId, { startsAt, endsAt, timeZone }, undefined);
  };

  /** Where nothing is to be done, a session is moved, so that something is. */
  const takeOrAsk = async (index: number): Promise<Job | undefined> => {
    const sessionId = pick(index);
    if (jobs.length === 0 && sessionId !== undefined) await asked(() => reschedule(sessionId));
    return take(index);
  };

  const apply = async (command: Command): Promise<void> => {
    switch (command.do) {
      case 'create':
        if (sessions.length < 2)
          await asked(async () => {
            sessions.push((await createSession(application, caller, practice.nextRequest())).id);
          });
        return;
      case 'run': {
        const job = take(command.job);
        if (job === undefined) return;
        if (command.again) jobs.push(job);
        return deliver(job, fateOf(command.mishaps));
      }
      case 'run-on-two': {
        const job = await takeOrAsk(command.job);
        if (job === undefined) return;
        await Promise.all(command.mishaps.map((mishaps) => deliver(job, fateOf(mishaps))));
        return;
      }
      case 'outlive':
        return outlive(command);
      case 'account':
        vendor.recording = command.recording;
        return;
      case 'spoil':
        vendor.spoils = { kind: command.kind, times: command.times };
        return;
      case 'jump':
        clock.now = later(command.minutes * MINUTE_MS);
        return;
      default: {
        const sessionId = pick(command.session);
        if (sessionId !== undefined) await asked(() => onSession(command, sessionId));
      }
    }
  };
  const onSession = async (command: Extract<Command, { session: number }>, id: string): Promise<unknown> => {
    switch (command.do) {
      case 'retry':
        return retrySession(application, caller, id);
      case 'cancel':
        return cancelSession(application, caller, id, undefined);
      case 'reschedule':
        return reschedule(id);
      case 'open':
        return happen(id, 'front-door-opened');
      case 'start':
        return happen(id, 'host-started');
      case 'reveal':
        return reveal(id, command.mishaps);
      case 'meddle': {
        const meeting = await meetingOf(id);
        if (meeting === undefined) return undefined;
        return command.how === 'delete' ? vendor.meetings.delete(meeting.id) : openTheDoor(meeting);
      }
    }
  };

  const world: World = {
    test,
    vendor,
    caller,
    sessions,
    released,
    application,
    onReveal: async () => undefined,
    apply,
    settleDown: () => {
      vendor.spoils = undefined;
      vendor.recording = false;
      return workWhile(() => jobs.some((job) => rankOf(job) < LAST));
    },
    letEndsCome: () => workWhile(() => jobs.length > 0),
  };
  const workWhile = async (isLeft: () => boolean) => {
    for (let runs = 0; isLeft(); runs += 1) {
      if (runs >= 80) throw new Error(`${jobs.length} jobs are left after 80 runs`);
      const job = take(0);
      if (job !== undefined) await deliver(job, noFate);
    }
  };
  return world;
}

const LAST = 2;
const rankOf = ({ name, payload }: Job): number => {
  if ('intentId' in payload) return 0;
  return name === 'cancel-never-unsealed' ? LAST : 1;
};

/** What somebody asked for: a refusal is an answer, a death ends the request, anything else is a bug. */
async function asked(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof DomainError) && !(error instanceof Death)) throw error;
  }
}

/** Our own database, which the queue tries again after. */
const isAway = (error: unknown): boolean =>
  error instanceof DomainError && error.code === 'DATABASE_UNAVAILABLE';

function fateOf(mishaps: Mishap[]): Fate {
  let steps = 0;
  return {
    next: () => {
      const here = steps;
      steps += 1;
      return mishaps.find(({ at }) => at === here)?.fault ?? 'none';
    },
    held: async () => undefined,
  };
}

function holding(heldAt: number, mishaps: Mishap[] = []) {
  let steps = 0;
  const reached = Promise.withResolvers<undefined>();
  const gate = Promise.withResolvers<undefined>();
  const { next } = fateOf(mishaps);
  const fate: Fate = {
    next: () => {
      steps += 1;
      return next();
    },
    held: async () => {
      if (steps - 1 !== heldAt) return;
      reached.resolve(undefined);
      await gate.promise;
    },
  };
  return { fate, reached: reached.promise, release: () => gate.resolve(undefined) };
}
