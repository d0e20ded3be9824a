import type { ReactNode } from 'react';
import { Button } from '../components/button.tsx';
import { Message } from '../components/message.tsx';
import { minutesFrom, timeOf } from '../time.ts';
import { AttendanceButton } from './attendance-button.tsx';
import { useDesk } from './desk.ts';
import { OPENS_BEFORE_MS, stageOf } from './stage.ts';

/** What the coach does next about the session as a whole. */
export function StagePanel(): ReactNode {
  const { board, now } = useDesk();
  const stage = stageOf(board, now);
  return (
    <section className="panel stage" aria-label="The session">
      {board.door.hostMissing ? (
        <Message tone="bad">
          <p>
            <strong>People are waiting, and no host is in.</strong> They see whom to call.
          </p>
        </Message>
      ) : null}
      <Step stage={stage} />
      {board.linkTaken ? (
        <p className="soft">An integration has taken the platform’s link: people may come around our page.</p>
      ) : null}
    </section>
  );
}

function Step({ stage }: { stage: ReturnType<typeof stageOf> }): ReactNode {
  const { board, now, canAct, isUnderWay, act, ask } = useDesk();
  const { platform, door, counts, startsAt } = board;
  const everyoneIsIn = counts.expected > 0 && counts.admitted === counts.expected;
  switch (stage) {
    case 'before': {
      const opens = new Date(Date.parse(startsAt) - OPENS_BEFORE_MS).toISOString();
      return (
        <>
          <h2>The door opens at {timeOf(opens)}</h2>
          <p>You can start from then on, half an hour before the session.</p>
        </>
      );
    }
    case 'sealed':
      return (
        <>
          <h2>The link is sealed</h2>
          <p>Nobody is released until this holds:</p>
          <ul className="reasons">
            {board.reasons.map(({ control, why, closes }) => (
              <li key={control}>
                {why} {closes.map((close) => `${close} `)}
              </li>
            ))}
          </ul>
          {board.checking ? <p className="soft">The protection is being read anew.</p> : null}
        </>
      );
    case 'start':
      return (
        <>
          <h2>{dueWords(startsAt, now)}</h2>
          <p>
            {waiting(counts.held)} Nobody is let through before you are in {platform.name} as the host and say
            so here.
          </p>
          <Button kind="main" keys="s" disabled={!canAct} onPress={() => ask({ ask: 'start' })}>
            Start as host
          </Button>
        </>
      );
    case 'open':
      return (
        <>
          <h2>{everyoneIsIn ? 'Everyone is in' : 'People are coming in'}</h2>
          <p>
            {everyoneIsIn
              ? 'Lock now: no further link is released.'
              : `Admit in ${platform.name} whom you find below, and nobody else. When everyone is in, lock.`}
          </p>
          {board.checking ? (
            <p className="soft">The protection is being read anew; people wait meanwhile.</p>
          ) : null}
          <div className="actions">
            <Button
              kind={everyoneIsIn ? 'main' : 'plain'}
              keys="k"
              disabled={!canAct}
              onPress={() => ask({ ask: 'lock' })}
            >
              Lock
            </Button>
            <Button disabled={!canAct} onPress={() => ask({ ask: 'start' })}>
              Host link again
            </Button>
            <EndButton />
          </div>
        </>
      );
    case 'locked':
      return (
        <>
          <h2>Locked{door.lockedAt === null ? '' : ` since ${timeOf(door.lockedAt)}`}</h2>
          <p>
            Admit nobody further. Whoever drops comes back by their pass; a new arrival is shown to you to
            decide.
          </p>
          <div className="actions">
            <Button
              keys="k"
              disabled={!canAct}
              busy={isUnderWay({ act: 'unlock' })}
              onPress={() => void act({ act: 'unlock' })}
            >
              Unlock
            </Button>
            <EndButton />
          </div>
        </>
      );
    case 'ended':
      return (
        <>
          <h2>The session is over</h2>
          <p>What is left is your own attendance log: who was there, from when to when.</p>
          <AttendanceButton />
        </>
      );
    case 'cancelled':
      return (
        <>
          <h2>Cancelled</h2>
          <p>Its link is sealed for good.</p>
        </>
      );
  }
}

function dueWords(startsAt: string, now: number): string {
  const when = minutesFrom(startsAt, now);
  if (when === 'now') return 'Due now';
  return Date.parse(startsAt) > now ? `Starts ${when}` : `Was due ${when}`;
}

const waiting = (held: number): string =>
  held === 0 ? '' : held === 1 ? 'One person is waiting.' : `${held} people are waiting.`;

function EndButton(): ReactNode {
  const { canAct, ask } = useDesk();
  return (
    <Button kind="grave" disabled={!canAct} onPress={() => ask({ ask: 'end' })}>
      End the session
    </Button>
  );
}
