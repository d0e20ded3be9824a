import { useId, useState, type ReactNode } from 'react';
import { Button } from '../components/button.tsx';
import { timeOf } from '../time.ts';
import { needsHand } from './deliveries.ts';
import type { Desk } from './desk.ts';
import { useDesk } from './desk.ts';
import type { Person } from './names.ts';
import { actsFor, certaintyOf, remarksOn, type PersonAct } from './roster.ts';

/** Does what can be done with a person, or asks first. */
export function doWith(
  { act, ask, naming }: Desk,
  person: Person,
  { does, question, label }: PersonAct,
): void {
  if (does === 'vouch') ask({ ask: 'vouch', personId: person.id, arrivalId: person.arrivalId });
  else if (does === 'excuse' || does === 'withdraw') ask({ ask: does, person });
  else if (question !== undefined) {
    ask({ ask: 'sure', title: `${label} ${naming.of(person.id)}?`, says: question, label, does });
  } else void act(does);
}

/** One person on the roll. In focus, the keys of what can be done work. */
export function PersonRow({ person }: { person: Person }): ReactNode {
  const desk = useDesk();
  const { naming, board } = desk;
  const [open, setOpen] = useState(false);
  const detailsId = useId();
  const [first] = actsFor(board, person);
  const name = naming.of(person.id);
  const isFirstShown =
    first !== undefined && ['released', 'admitted', 'left', 'removed'].includes(person.status);
  return (
    <li
      className={person.back ? 'person returned' : 'person'}
      tabIndex={-1}
      data-person={person.id}
      aria-label={name}
    >
      <div className="person-line">
        <div className="person-who">
          <span className="person-name">{name}</span>
          {person.role === 'participant' ? null : <span className="role">{person.role}</span>}
          <Remarks person={person} />
        </div>
        {person.since === null ? null : <span className="since">{timeOf(person.since)}</span>}
        {isFirstShown ? <ActButton person={person} act={first} /> : null}
        <Button
          kind="quiet"
          label={`${open ? 'Less' : 'More'} about ${name}`}
          expanded={open}
          onPress={() => setOpen(!open)}
        >
          <span className={open ? 'chevron open' : 'chevron'} aria-hidden="true" />
        </Button>
      </div>
      <div id={detailsId} hidden={!open}>
        {open ? <Details person={person} /> : null}
      </div>
    </li>
  );
}

function Remarks({ person }: { person: Person }): ReactNode {
  return (
    <span className="remarks">
      {remarksOn(person).map(({ text, weighty }) => (
        <span key={text} className={weighty ? 'remark weighty' : 'remark'}>
          {text}
        </span>
      ))}
    </span>
  );
}

function ActButton({ person, act }: { person: Person; act: PersonAct }): ReactNode {
  const desk = useDesk();
  const busy = typeof act.does === 'object' && desk.isUnderWay(act.does);
  return (
    <Button
      kind={act.question === undefined && act.does !== 'withdraw' ? 'plain' : 'grave'}
      disabled={!desk.canAct}
      busy={busy}
      onPress={() => doWith(desk, person, act)}
    >
      {act.label}
    </Button>
  );
}

function Details({ person }: { person: Person }): ReactNode {
  const { board, naming, ask } = useDesk();
  const acts = actsFor(board, person);
  return (
    <div className="person-details">
      <dl>
        <div>
          <dt>Who it is</dt>
          <dd>{certaintyOf(person)}</dd>
        </div>
        {person.aliases.length > 0 && !naming.hidden ? (
          <div>
            <dt>Also called</dt>
            <dd>{person.aliases.join(', ')}</dd>
          </div>
        ) : null}
        <div>
          <dt>Invitation</dt>
          <dd>{deliveryWords(person.invitation)}</dd>
        </div>
        <div>
          <dt>Passcode</dt>
          <dd>
            {deliveryWords(person.passcode)}
            {person.weaker ? ' — to the same mailbox as the invitation, which protects less' : null}
          </dd>
        </div>
        {person.code === null ? null : (
          <div>
            <dt>Code to read out</dt>
            <dd>
              <Secret text={person.code} />
            </dd>
          </div>
        )}
      </dl>
      <div className="actions">
        {needsHand(person.invitation, person.hasEmail) || needsHand(person.passcode, person.hasEmail) ? (
          <Button onPress={() => ask({ ask: 'hand-over', person })}>Hand over…</Button>
        ) : null}
        {acts.map((act) => (
          <ActButton key={act.label} person={person} act={act} />
        ))}
      </div>
    </div>
  );
}

const deliveryWords = (state: string | null): string =>
  state === null ? 'none' : state.replaceAll('-', ' ');

/** Shown when asked for: the screen may be shared. */
function Secret({ text }: { text: string }): ReactNode {
  const [shown, setShown] = useState(false);
  return (
    <>
      {shown ? <code className="secret">{text}</code> : null}
      <Button kind="quiet" onPress={() => setShown(!shown)}>
        {shown ? 'Hide the code' : 'Show the code'}
      </Button>
    </>
  );
}
