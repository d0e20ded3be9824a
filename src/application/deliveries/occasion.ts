import { isWeaker } from '../../domain/roster.ts';
import type { DeliveryChannel, Delivery, ThreadKinds, Wanted } from '../../domain/outbox.ts';
import { found, type Application } from '../context.ts';
import type { Host, Organisation, Pass, Person, Session, StoredSettings, Transaction } from '../ports.ts';

/** Who leads, and for which practice. */
export interface Practice {
  host: Host;
  organisation: Organisation;
  settings: StoredSettings;
}

/** A session with what its messages are made from besides. */
export interface Occasion extends Practice {
  session: Session;
}

/** Locks the session until the transaction ends, so that its deliveries are decided one after the other. */
export async function lockOccasion(transaction: Transaction, sessionId: string): Promise<Occasion> {
  const session = found(await transaction.sessions.findForUpdate(sessionId), 'session');
  return { session, ...(await practiceOf(transaction, session.hostId)) };
}

export async function practiceOf(transaction: Transaction, hostId: string): Promise<Practice> {
  const [host, organisation, settings] = await Promise.all([
    transaction.hosts.find(hostId),
    transaction.organisations.find(transaction.organisationId),
    transaction.settings.get(),
  ]);
  return { host: found(host, 'host'), organisation: found(organisation, 'organisation'), settings };
}

/** Whether a session takes place, as far as it is known: then messages about it go out. */
const takesPlace: ReadonlySet<Session['state']> = new Set(['scheduled', 'open', 'live']);
const finished: ReadonlySet<Session['state']> = new Set(['ended', 'attested']);

/** What holds for messages about a session; `gone` where it, or somebody's part in it, is called off. */
function standingOf({ state, endsAt }: Session, isCalledOff: boolean, now: Date): Wanted['state'] {
  if (finished.has(state) || (state !== 'live' && now >= endsAt)) return 'over';
  if (isCalledOff || state === 'cancelled') return 'gone';
  return takesPlace.has(state) ? 'standing' : 'later';
}

/** Whether messages about the session may go out now. */
export const isOn = ({ session }: Pick<Occasion, 'session'>, now: Date): boolean =>
  standingOf(session, false, now) === 'standing';

/** By whom mail goes out. */
const mailChannel = ({ mail }: Application, { deliveriesBy }: StoredSettings): DeliveryChannel =>
  mail === null || deliveriesBy === 'organisation' ? 'organisation' : 'email';

/** What one person should have of one kind. */
export interface Due {
  thread: 'invitation' | 'passcode';
  kinds: ThreadKinds;
  wanted: Wanted;
}

const times = ({ startsAt, endsAt, timeZone }: Session) => ({
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
  timeZone,
});

const MINUTE_MS = 60_000;

/** Somebody on the roster, with the pass that works. */
export interface Expected {
  person: Person;
  pass: Pass | undefined;
}

/** What somebody on the roster should have: an invitation, and apart from it the passcode. */
export function dueToPerson(
  application: Application,
  { deliveries }: Transaction,
  { session, settings }: Occasion,
  { person, pass }: Expected,
): Due[] {
  const { name, email, timeZone, passcodeChannel } = person;
  const state = standingOf(session, person.withdrawnAt !== null, application.ambient.now());
  const byMail = mailChannel(application, settings);
  const invited = { ...times(session), name, email, zone: timeZone, passcodeChannel, pass: pass?.id ?? null };
  const beforeStart = settings.passcodeMinutesBefore * MINUTE_MS;
  return [
    {
      thread: 'invitation',
      kinds: { first: 'invitation', next: 'invitation-update', end: 'cancellation' },
      wanted: {
        state,
        channel: email === null ? 'handed-over' : byMail,
        dueAt: null,
        facts: deliveries.digestOf(invited),
      },
    },
    {
      thread: 'passcode',
      kinds: { first: 'passcode', next: 'passcode', end: null },
      wanted: {
        state,
        channel: passcodeChannel === 'email' ? byMail : passcodeChannel,
        dueAt: passcodeChannel === 'handed-over' ? null : new Date(session.startsAt.getTime() - beforeStart),
        // Not the time: who has the passcode need not be told it again.
        facts: deliveries.digestOf({
          passcode: session.secrets.passcode,
          passcodeChannel,
          email: isWeaker(person) ? email : null,
        }),
      },
    },
  ];
}

/** What the coach should have; nothing without an address. */
export function dueToHost(
  application: Application,
  { deliveries }: Transaction,
  { session, host, settings }: Occasion,
): Due[] {
  const { name, email } = host;
  if (email === null) return [];
  return [
    {
      thread: 'invitation',
      kinds: { first: 'coach-invitation', next: 'coach-invitation', end: 'cancellation' },
      wanted: {
        state: standingOf(session, false, application.ambient.now()),
        channel: mailChannel(application, settings),
        dueAt: null,
        facts: deliveries.digestOf({ ...times(session), name, email }),
      },
    },
  ];
}

/** By whom a message that stands for itself goes out: one to the practice, or a sign-in. */
export const channelOfMessage = (
  application: Application,
  kind: Delivery['kind'],
  settings: StoredSettings,
): DeliveryChannel =>
  // Signing in to this service is this service's own matter wherever it can send.
  kind === 'sign-in' && application.mail !== null ? 'email' : mailChannel(application, settings);
