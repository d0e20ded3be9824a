import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Button } from '../components/button.tsx';
import { Link } from '../components/link.tsx';
import { Message } from '../components/message.tsx';
import { dayOf, elsewhere, spanOf } from '../time.ts';
import type { Board } from '../types.ts';
import { Cards } from './cards.tsx';
import { changesBetween, titleOf } from './changes.ts';
import { DeskContext, type Desk, type Question } from './desk.ts';
import { ShownDialog } from './dialogs.tsx';
import { DutiesPanel } from './duties-panel.tsx';
import { NameCheck } from './name-check.tsx';
import { namingOf, type Naming } from './names.ts';
import { ProtectionPanel } from './protection-panel.tsx';
import { RosterList } from './roster-list.tsx';
import { isOver } from './stage.ts';
import { StagePanel } from './stage-panel.tsx';
import { nameOf, useBoard, type LiveBoard } from './use-board.ts';
import { useKeys } from './use-keys.ts';
import { useStored } from './use-stored.ts';

interface BoardPageProps {
  sessionId: string;
  /** The name of the coach who is signed in. */
  coach: string;
  onSignedOut: () => void;
}

/** One session's board, kept up to date. */
export function BoardPage({ sessionId, coach, onSignedOut }: BoardPageProps): ReactNode {
  const live = useBoard(sessionId);
  const { board, ended } = live.feed;
  useEffect(() => {
    if (ended === 'signed-out') onSignedOut();
  }, [ended, onSignedOut]);
  useEffect(() => {
    document.title = titleOf(board);
  }, [board]);
  if (ended === 'not-there') {
    return (
      <main className="narrow">
        <h1>There is no such session among yours</h1>
        <p>
          <Link to={{ name: 'agenda' }}>Go to your sessions</Link>
        </p>
      </main>
    );
  }
  if (board === null) {
    return (
      <main className="narrow">
        <p role="status" className="soft">
          Opening the board…
        </p>
      </main>
    );
  }
  return <OpenBoard live={live} board={board} coach={coach} />;
}

function OpenBoard({ live, board, coach }: { live: LiveBoard; board: Board; coach: string }): ReactNode {
  const [hidden, setHidden] = useState(false);
  const [keysOn, setKeysOn] = useStored('single-keys', true);
  const [question, setQuestion] = useState<Question | null>(null);
  const close = useCallback(() => setQuestion(null), []);
  const naming = useMemo(() => namingOf(board.people, hidden), [board.people, hidden]);
  const { act, underWay } = live;
  const desk: Desk = {
    board,
    coach,
    naming,
    now: live.now,
    canAct: live.knowledge === 'current',
    isUnderWay: (wanted) => underWay.has(nameOf(wanted)),
    act,
    ask: setQuestion,
  };
  useKeys({ desk, on: keysOn && question === null, onHideNames: () => setHidden((before) => !before) });

  return (
    <DeskContext.Provider value={desk}>
      <main className="board">
        <header className="board-head">
          <div>
            <Link to={{ name: 'agenda' }} className="back-link">
              Your sessions
            </Link>
            <h1>
              {hidden ? 'Session' : board.client} <span className="platform">{spanOf(board)}</span>
            </h1>
            <p className="soft">
              {board.platform.name}, {dayOf(board.startsAt)}
              {elsewhere(board) === null ? null : `, ${elsewhere(board)}`}
            </p>
          </div>
          <div className="board-tools">
            <Button keys="h" pressed={hidden} onPress={() => setHidden(!hidden)}>
              {hidden ? 'Show names' : 'Hide names'}
            </Button>
            <Button kind="quiet" keys="?" onPress={() => setQuestion({ ask: 'help' })}>
              Keys
            </Button>
          </div>
        </header>
        <Standing live={live} />
        <div className="board-side">
          <Cards />
          <StagePanel />
          {isOver(board) ? null : <NameCheck />}
          <DutiesPanel />
        </div>
        <div className="board-main">
          <RosterList />
          <ProtectionPanel />
        </div>
      </main>
      <Announcer board={board} naming={naming} />
      {question === null ? null : (
        <ShownDialog question={question} onClose={close} keysOn={keysOn} onKeysOn={setKeysOn} />
      )}
    </DeskContext.Provider>
  );
}

/** What stands between the coach and the board, if anything: an old board, or an act that was not done. */
function Standing({ live }: { live: LiveBoard }): ReactNode {
  const { knowledge, failure, dismiss } = live;
  return (
    <div className="standing">
      {knowledge === 'behind' ? (
        <Message tone="bad" urgent>
          <p>
            <strong>The service is not heard.</strong> What you see may have changed, so nothing can be
            decided here until it is back. Whoever is in stays in.
          </p>
        </Message>
      ) : null}
      {failure === null ? null : (
        <Message tone="bad" urgent>
          <p>{failure}</p>
          <Button kind="quiet" onPress={dismiss}>
            Dismiss
          </Button>
        </Message>
      )}
    </div>
  );
}

/** Says what has changed, for whoever does not see it. */
function Announcer({ board, naming }: { board: Board; naming: Naming }): ReactNode {
  const before = useRef<Board | null>(null);
  const [said, setSaid] = useState<readonly { id: number; text: string }[]>([]);
  useEffect(() => {
    const changes = changesBetween(before.current, board, naming);
    before.current = board;
    if (changes.length === 0) return;
    const id = board.revision;
    setSaid((earlier) => [...earlier, { id, text: changes.join(' ') }].slice(-3));
  }, [board, naming]);
  return (
    <div role="log" aria-live="polite" aria-label="Changes" className="visually-hidden">
      {said.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
