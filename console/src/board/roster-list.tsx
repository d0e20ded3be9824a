import type { KeyboardEvent, ReactNode } from 'react';
import { Button } from '../components/button.tsx';
import { useDesk } from './desk.ts';
import { PersonRow } from './person-row.tsx';
import { groupsOf } from './roster.ts';
import { isOver } from './stage.ts';
import { useKeptFocus } from './use-kept-focus.ts';

/** The roll: everybody who is expected, by where they are. Up and down go through it. */
export function RosterList(): ReactNode {
  const { board, canAct, ask } = useDesk();
  const keptFocus = useKeptFocus<HTMLDivElement>('data-person');
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || event.altKey || event.metaKey || event.ctrlKey) return;
    const rows = [...(keptFocus.ref.current?.querySelectorAll<HTMLElement>('[data-person]') ?? [])].filter(
      (row) => row.offsetParent !== null,
    );
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[at + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  const { expected, admitted, missing } = board.counts;
  return (
    <section className="roster" aria-labelledby="roster-title">
      <header className="roster-head">
        <h2 id="roster-title">Roll-call</h2>
        <p className="tally">
          <strong>{admitted}</strong> of {expected} in
          {missing > 0 ? (
            <>
              , <strong>{missing}</strong> missing
            </>
          ) : null}
        </p>
      </header>
      {isOver(board) ? null : (
        <div className="roster-tools">
          <Button disabled={!canAct} onPress={() => ask({ ask: 'add' })}>
            Add somebody
          </Button>
          <Button
            keys="w"
            disabled={!canAct}
            onPress={() => ask({ ask: 'vouch', personId: null, arrivalId: null })}
          >
            Admit by voice
          </Button>
        </div>
      )}
      {board.people.length === 0 ? <p className="soft">Nobody is on the roster yet.</p> : null}
      <div tabIndex={-1} onKeyDown={move} {...keptFocus}>
        {groupsOf(board).map(({ title, people, aside }) => {
          const rows = (
            <ul>
              {people.map((person) => (
                <PersonRow key={person.id} person={person} />
              ))}
            </ul>
          );
          const heading = (
            <>
              {title} <span className="count">{people.length}</span>
            </>
          );
          return aside ? (
            <details key={title} className="group aside">
              <summary>{heading}</summary>
              {rows}
            </details>
          ) : (
            <section key={title} className="group" aria-label={title}>
              <h3>{heading}</h3>
              {rows}
            </section>
          );
        })}
      </div>
    </section>
  );
}
