import { useState, type FormEvent, type ReactNode } from 'react';
import { call, sentenceOf } from '../api.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Message } from '../components/message.tsx';
import { takeForm } from '../form.ts';
import type { BoardAct } from '../types.ts';
import { AddDialog } from './add-dialog.tsx';
import { useDesk, type Question } from './desk.ts';
import { HandOverDialog } from './hand-over-dialog.tsx';
import type { Person } from './names.ts';
import { listed } from './shortcuts.ts';
import { StartDialog } from './start-dialog.tsx';
import { VouchDialog } from './vouch-dialog.tsx';

interface Asked {
  onClose: () => void;
}

interface ShownProps extends Asked {
  question: Question;
  keysOn: boolean;
  onKeysOn: (on: boolean) => void;
}

/** The dialog for what is asked. */
export function ShownDialog({ question, onClose, keysOn, onKeysOn }: ShownProps): ReactNode {
  switch (question.ask) {
    case 'start':
      return <StartDialog onClose={onClose} />;
    case 'vouch':
      return <VouchDialog personId={question.personId} arrivalId={question.arrivalId} onClose={onClose} />;
    case 'excuse':
      return <ExcuseDialog person={question.person} onClose={onClose} />;
    case 'withdraw':
      return <WithdrawDialog person={question.person} onClose={onClose} />;
    case 'hand-over':
      return <HandOverDialog person={question.person} onClose={onClose} />;
    case 'add':
      return <AddDialog onClose={onClose} />;
    case 'lock':
      return <LockDialog onClose={onClose} />;
    case 'end':
      return (
        <Sure title="End the session?" label="End the session" does={{ act: 'end' }} onClose={onClose}>
          <p>It ends for everyone, and nobody comes back after it. End the meeting in the platform too.</p>
        </Sure>
      );
    case 'sure':
      return (
        <Sure title={question.title} label={question.label} does={question.does} onClose={onClose}>
          <p>{question.says}</p>
        </Sure>
      );
    case 'help':
      return <HelpDialog onClose={onClose} keysOn={keysOn} onKeysOn={onKeysOn} />;
  }
}

/** Does it and closes, or stays open where it was not done. */
function useDeed(does: BoardAct, onClose: () => void): { busy: boolean; run: () => void; canAct: boolean } {
  const { act, canAct, isUnderWay } = useDesk();
  return {
    canAct,
    busy: isUnderWay(does),
    run: () => void act(does).then((done) => void (done && onClose())),
  };
}

interface SureProps extends Asked {
  title: string;
  label: string;
  does: BoardAct;
  children: ReactNode;
}

function Sure({ title, label, does, onClose, children }: SureProps): ReactNode {
  const { busy, run, canAct } = useDeed(does, onClose);
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <div className="actions">
        <Button kind="grave" busy={busy} disabled={!canAct} onPress={run}>
          {label}
        </Button>
        <Button onPress={onClose}>Cancel</Button>
      </div>
    </Dialog>
  );
}

/** Locking is ours; the platform's own lock is offered with what it costs. */
function LockDialog({ onClose }: Asked): ReactNode {
  const { board } = useDesk();
  const { busy, run, canAct } = useDeed({ act: 'lock' }, onClose);
  const { missing } = board.counts;
  return (
    <Dialog title="Lock the session?" onClose={onClose}>
      {missing === 0 ? null : (
        <p>
          <strong>{missing === 1 ? 'One person is' : `${missing} people are`} still missing.</strong> Late
          arrivals are shown to you, and one key opens for one person.
        </p>
      )}
      <p>
        No further link is released. Admit nobody further in {board.platform.name}. Whoever drops comes back
        as before.
      </p>
      <details className="folded">
        <summary>Lock in {board.platform.name} as well?</summary>
        <p>
          It cannot be done from here, and it costs something: the locks of Zoom and Teams also keep out
          whoever dropped, until you unlock there. Use it only if nobody is to come back.
        </p>
      </details>
      <div className="actions">
        <Button kind="main" busy={busy} disabled={!canAct} onPress={run}>
          Lock
        </Button>
        <Button onPress={onClose}>Not yet</Button>
      </div>
    </Dialog>
  );
}

function ExcuseDialog({ person, onClose }: Asked & { person: Person }): ReactNode {
  const { act, canAct, naming } = useDesk();
  const [busy, setBusy] = useState(false);
  const excuse = async (event: FormEvent<HTMLFormElement>) => {
    const field = takeForm(event);
    setBusy(true);
    const done = await act({ act: 'excuse-passcode', personId: person.id, reason: field('reason') });
    setBusy(false);
    if (done) onClose();
  };
  return (
    <Dialog title={`Let ${naming.of(person.id)} in without the passcode?`} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void excuse(event)}>
        <p>
          For five minutes, the next entry with this pass needs no passcode. Do it only if you know who is
          trying.
        </p>
        <label className="field">
          <span>How do you know?</span>
          <textarea
            name="reason"
            required
            minLength={3}
            maxLength={500}
            rows={2}
            placeholder="They called me."
          />
        </label>
        <div className="actions">
          <Button kind="main" submits busy={busy} disabled={!canAct}>
            Excuse the passcode once
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Takes somebody off the roster for good. */
function WithdrawDialog({ person, onClose }: Asked & { person: Person }): ReactNode {
  const { board, naming, canAct } = useDesk();
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const withdraw = () => {
    setBusy(true);
    call('DELETE', `/v1/sessions/${board.sessionId}/people/${person.id}`)
      .then(onClose, (problem: unknown) => setFailure(sentenceOf(problem)))
      .finally(() => setBusy(false));
  };
  return (
    <Dialog title={`Withdraw ${naming.of(person.id)}?`} onClose={onClose}>
      <p>Their pass stops working at once and for good. To undo it, add them anew.</p>
      {failure === null ? null : (
        <Message tone="bad" urgent>
          <p>{failure}</p>
        </Message>
      )}
      <div className="actions">
        <Button kind="grave" busy={busy} disabled={!canAct} onPress={withdraw}>
          Withdraw
        </Button>
        <Button onPress={onClose}>Cancel</Button>
      </div>
    </Dialog>
  );
}

function HelpDialog({
  onClose,
  keysOn,
  onKeysOn,
}: Asked & { keysOn: boolean; onKeysOn: (on: boolean) => void }): ReactNode {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="keys">
        {listed.map(({ keys, does }) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p>An exception’s keys stand on its buttons. They count for the first one, or for the one in focus.</p>
      <label className="choice">
        <input type="checkbox" checked={keysOn} onChange={(event) => onKeysOn(event.currentTarget.checked)} />
        <span>Single keys do something on this board</span>
      </label>
    </Dialog>
  );
}
