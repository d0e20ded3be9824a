import type { ReactNode } from 'react';
import { Button } from '../components/button.tsx';
import { Few } from '../components/few.tsx';
import type { Board } from '../types.ts';
import { useDesk } from './desk.ts';

type Duty = Board['duties'][number];

const SHOWN = 3;

/** What the plan asks of the coach in person. What was done is said, and so is what could not be; what is open comes first. */
export function DutiesPanel(): ReactNode {
  const { board } = useDesk();
  if (board.duties.length === 0) return null;
  const open = board.duties.filter(({ done }) => done === null);
  const said = board.duties.filter(({ done }) => done !== null);
  return (
    <section className="panel duties" aria-labelledby="duties-title">
      <h2 id="duties-title">
        Yours to do {open.length === 0 ? null : <span className="count">{open.length}</span>}
      </h2>
      {open.length === 0 ? <p className="soft">You have answered for all of it.</p> : null}
      <Few
        most={SHOWN}
        items={open.map((duty) => (
          <DutyItem key={nameOf(duty)} duty={duty} />
        ))}
      />
      {said.length === 0 ? null : (
        <details className="folded">
          <summary>
            Answered <span className="count">{said.length}</span>
          </summary>
          <ul>
            {said.map((duty) => (
              <DutyItem key={nameOf(duty)} duty={duty} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

const nameOf = ({ control, duty }: Duty): string => `${control} ${duty}`;

function DutyItem({ duty: { control, duty, done } }: { duty: Duty }): ReactNode {
  const { canAct, act, isUnderWay } = useDesk();
  return (
    <li className="duty">
      <p>{duty}</p>
      <div className="actions">
        {[true, false].map((holds) => (
          <Button
            key={String(holds)}
            kind={done === holds ? 'chosen' : 'plain'}
            pressed={done === holds}
            disabled={!canAct}
            busy={isUnderWay({ act: 'attest', control, holds })}
            onPress={() => void act({ act: 'attest', control, holds })}
          >
            {holds ? 'Done' : 'Could not'}
          </Button>
        ))}
      </div>
    </li>
  );
}
