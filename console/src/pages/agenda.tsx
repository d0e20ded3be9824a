import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { ApiProblem, call } from '../api.ts';
import { Button } from '../components/button.tsx';
import { Link } from '../components/link.tsx';
import { Message } from '../components/message.tsx';
import { dayOf, elsewhere, isSameDay, minutesFrom, spanOf } from '../time.ts';
import type { AgendaEntry } from '../types.ts';
import { daysOf, phraseOf } from './agenda-days.ts';

const HOUR_MS = 3_600_000;
const REFRESH_MS = 60_000;

/** Every session from this morning on, over as many pages as it takes. */
async function readSessions(now: number): Promise<AgendaEntry[]> {
  const query = new URLSearchParams({
    startsFrom: new Date(now - 18 * HOUR_MS).toISOString(),
    startsBefore: new Date(now + 31 * 24 * HOUR_MS).toISOString(),
    limit: '100',
  });
  const sessions: AgendaEntry[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    if (cursor !== '') query.set('cursor', cursor);
    const page: { items: AgendaEntry[]; next: string | null } = await call('GET', `/v1/agenda?${query}`);
    sessions.push(...page.items);
    cursor = page.next;
  }
  return sessions;
}

/** The coach's sessions: today's, then what follows. */
export function Agenda({ onSignedOut }: { onSignedOut: () => void }): ReactNode {
  const [sessions, setSessions] = useState<AgendaEntry[] | null>(null);
  const [failed, setFailed] = useState(false);
  const [now, setNow] = useState(() => Date.now());

  const read = useCallback(() => {
    const at = Date.now();
    readSessions(at).then(
      (found) => {
        setSessions(found);
        setFailed(false);
        setNow(at);
      },
      (failure: unknown) => {
        if (failure instanceof ApiProblem && failure.status === 401) onSignedOut();
        else setFailed(true);
      },
    );
  }, [onSignedOut]);

  useEffect(() => {
    document.title = 'Subrosa';
    read();
    const timer = setInterval(read, REFRESH_MS);
    return () => clearInterval(timer);
  }, [read]);

  const days = daysOf(sessions ?? [], now);
  const hasToday = days.some(({ date }) => isSameDay(date, now));
  return (
    <main className="agenda">
      <h1>Your sessions</h1>
      {failed ? (
        <Message tone="bad" urgent>
          <p>The list could not be read{sessions === null ? '' : ', so it may be out of date'}.</p>
          <Button onPress={read}>Try again</Button>
        </Message>
      ) : null}
      {sessions === null || hasToday ? null : (
        <section className="agenda-day">
          <h2>
            Today <span className="date">{dayOf(now)}</span>
          </h2>
          <p className="soft">No session today.</p>
        </section>
      )}
      {days.map(({ date, sessions: some }) => (
        <section key={date} className="agenda-day">
          <h2>
            {isSameDay(date, now) ? 'Today ' : null}
            <span className="date">{dayOf(date)}</span>
          </h2>
          <ul>
            {some.map((session) => (
              <Entry key={session.id} session={session} now={now} />
            ))}
          </ul>
        </section>
      ))}
    </main>
  );
}

function Entry({ session, now }: { session: AgendaEntry; now: number }): ReactNode {
  const { text, tone } = phraseOf(session);
  const there = elsewhere(session);
  return (
    <li className={session.state === 'cancelled' ? 'entry cancelled' : 'entry'}>
      <Link to={{ name: 'board', sessionId: session.id }}>
        <span className="entry-time">
          <strong>{spanOf(session)}</strong>
          {isSameDay(session.startsAt, now) ? (
            <span className="soft">{minutesFrom(session.startsAt, now)}</span>
          ) : null}
        </span>
        <span className="entry-what">
          <span className="client">{session.client}</span>
          <span className="soft">
            {session.platform.name}
            {there === null ? null : `, ${there}`}
          </span>
        </span>
        <span className={`pill ${tone}`}>{text}</span>
      </Link>
    </li>
  );
}
