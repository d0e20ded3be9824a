import { useState, type FormEvent, type ReactNode } from 'react';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { takeForm } from '../form.ts';
import { useDesk } from './desk.ts';
import type { Person } from './names.ts';

interface VouchDialogProps {
  personId: string | null;
  arrivalId: string | null;
  onClose: () => void;
}

const cannotBe: readonly Person['status'][] = ['admitted', 'withdrawn', 'removed'];

/** Admits by voice: the coach knows the people, says why, and answers for it. One device may carry several. */
export function VouchDialog({ personId, arrivalId, onClose }: VouchDialogProps): ReactNode {
  const { board, naming, act, canAct } = useDesk();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(personId === null ? [] : [personId]));
  const [busy, setBusy] = useState(false);
  const people = board.people.filter(({ id, status }) => chosen.has(id) || !cannotBe.includes(status));
  const devices = board.people.filter((person) => person.arrivalId !== null);
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const vouch = async (event: FormEvent<HTMLFormElement>) => {
    const field = takeForm(event);
    const device = field('device');
    setBusy(true);
    const done = await act({
      act: 'vouch',
      personIds: [...chosen],
      reason: field('reason'),
      noticeTold: field('told') === 'on',
      ...(device === '' ? {} : { arrivalId: device }),
    });
    setBusy(false);
    if (done) onClose();
  };
  return (
    <Dialog title="Admit by voice" onClose={onClose}>
      <form className="stack" onSubmit={(event) => void vouch(event)}>
        <p>You vouch for who they are. Your reason is kept, encrypted, with the roll-call.</p>
        <fieldset className="choices">
          <legend>Who is it?</legend>
          {people.map(({ id }) => (
            <label key={id} className="choice">
              <input type="checkbox" checked={chosen.has(id)} onChange={() => toggle(id)} />
              <span>{naming.of(id)}</span>
            </label>
          ))}
        </fieldset>
        <label className="field">
          <span>Where are they?</span>
          <select name="device" defaultValue={arrivalId ?? ''}>
            <option value="">In {board.platform.name} only</option>
            {devices.map((person) => (
              <option key={person.arrivalId} value={person.arrivalId ?? ''}>
                On the device of {naming.of(person.id)}
              </option>
            ))}
            {arrivalId === null || devices.some((person) => person.arrivalId === arrivalId) ? null : (
              <option value={arrivalId}>On the device that waits for your decision</option>
            )}
          </select>
        </label>
        <label className="field">
          <span>How do you know?</span>
          <textarea
            name="reason"
            required
            minLength={3}
            maxLength={500}
            rows={2}
            placeholder="I know the voice."
          />
        </label>
        <label className="choice">
          <input type="checkbox" name="told" />
          <span>I told them how the session is protected and what is asked of them</span>
        </label>
        <div className="actions">
          <Button kind="main" submits busy={busy} disabled={!canAct || chosen.size === 0}>
            {chosen.size > 1 ? `Vouch for ${chosen.size} people` : 'Vouch'}
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
