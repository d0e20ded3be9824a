import { useState, type FormEvent, type ReactNode } from 'react';
import { call, sentenceOf } from '../api.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Message } from '../components/message.tsx';
import { takeForm } from '../form.ts';
import { useDesk } from './desk.ts';

const roles = ['participant', 'co-coach', 'greeter', 'observer', 'interpreter', 'captioner', 'support'];

/** Puts somebody on the roster. Sent again after a lost answer, it still adds one person. */
export function AddDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { board, canAct } = useDesk();
  const [key] = useState(() => crypto.randomUUID());
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const add = (event: FormEvent<HTMLFormElement>) => {
    const field = takeForm(event);
    const email = field('email');
    const person = { name: field('name'), role: field('role'), email: email === '' ? null : email };
    setBusy(true);
    call('POST', `/v1/sessions/${board.sessionId}/people`, person, { 'idempotency-key': key })
      .then(onClose, (problem: unknown) => setFailure(sentenceOf(problem)))
      .finally(() => setBusy(false));
  };
  return (
    <Dialog title="Add somebody" onClose={onClose}>
      <form className="stack" onSubmit={add}>
        <label className="field">
          <span>Name</span>
          <input name="name" required maxLength={200} autoComplete="off" spellCheck={false} />
        </label>
        <label className="field">
          <span>E-mail address</span>
          <input
            name="email"
            type="email"
            maxLength={254}
            autoComplete="off"
            aria-describedby="add-email-note"
          />
        </label>
        <p id="add-email-note" className="soft">
          The invitation goes there. Without one, you read out a short code, which stands with the person on
          the roll-call.
        </p>
        <label className="field">
          <span>Role</span>
          <select name="role" defaultValue="participant">
            {roles.map((role) => (
              <option key={role}>{role}</option>
            ))}
          </select>
        </label>
        {failure === null ? null : (
          <Message tone="bad" urgent>
            <p>{failure}</p>
          </Message>
        )}
        <div className="actions">
          <Button kind="main" submits busy={busy} disabled={!canAct}>
            Add
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
