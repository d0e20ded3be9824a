import type { ReactNode } from 'react';
import { Button } from '../components/button.tsx';
import type { Board } from '../types.ts';
import { useDesk } from './desk.ts';
import { protectionOf, verdictWords } from './protection.ts';

type Verdict = Board['verdicts'][number];

/** How the session is protected: what does not hold first, then what the coach has to do, and the rest folded away. */
export function ProtectionPanel(): ReactNode {
  const { board, canAct, act } = useDesk();
  const { summary, tone, problems, pending, disclosed, met } = protectionOf(board);
  return (
    <section className="panel protection" aria-labelledby="protection-title">
      <h2 id="protection-title">Protection</h2>
      <p className={`summary ${tone}`}>{summary}</p>
      {problems.length > 0 ? <Verdicts verdicts={problems} /> : null}
      {problems.some(({ verdict }) => verdict === 'unknown') ? (
        <div className="actions">
          <Button disabled={!canAct} busy={board.checking} onPress={() => void act({ act: 'check' })}>
            {board.checking ? 'Being read anew' : 'Read the protection anew'}
          </Button>
        </div>
      ) : null}
      <Duties />
      <Folded title="Due later" verdicts={pending} />
      <Folded title="Told to participants: not to be had here" verdicts={disclosed} />
      <Folded title="Holds" verdicts={met} />
    </section>
  );
}

function Verdicts({ verdicts }: { verdicts: readonly Verdict[] }): ReactNode {
  return (
    <ul className="verdicts">
      {verdicts.map(({ control, meaning, level, verdict, why }) => (
        <li key={control} className={`verdict ${verdict}`}>
          <p className="verdict-meaning">{meaning}</p>
          <p className="soft">
            <strong>{verdictWords[verdict]}</strong>
            {level === 'must' ? '' : ', a wish'}. {why}
          </p>
        </li>
      ))}
    </ul>
  );
}

function Folded({ title, verdicts }: { title: string; verdicts: readonly Verdict[] }): ReactNode {
  if (verdicts.length === 0) return null;
  return (
    <details className="folded">
      <summary>
        {title} <span className="count">{verdicts.length}</span>
      </summary>
      <Verdicts verdicts={verdicts} />
    </details>
  );
}

/** What the plan asks of the coach in person; what was done is said, and so is what could not be. */
function Duties(): ReactNode {
  const { board, canAct, act, isUnderWay } = useDesk();
  if (board.duties.length === 0) return null;
  return (
    <>
      <h3>Yours to do</h3>
      <ul className="duties">
        {board.duties.map(({ control, duty, done }) => (
          <li key={`${control} ${duty}`} className="duty">
            <p>{duty}</p>
            <div className="actions">
              {[true, false].map((holds) => (
                <Button
                  key={String(holds)}
                  kind={done === holds ? 'chosen' : 'quiet'}
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
        ))}
      </ul>
    </>
  );
}
