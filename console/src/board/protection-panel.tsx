import type { ReactNode } from 'react';
import { Button } from '../components/button.tsx';
import { Few } from '../components/few.tsx';
import type { Board } from '../types.ts';
import { useDesk } from './desk.ts';
import { isOver } from './stage.ts';
import { protectionOf, verdictWords } from './protection.ts';

type Verdict = Board['verdicts'][number];

const SHOWN = 4;

/** How the session is protected: what does not hold first, and the rest folded away. */
export function ProtectionPanel(): ReactNode {
  const { board, canAct, act } = useDesk();
  const { summary, tone, problems, untold, pending, disclosed, met } = protectionOf(board);
  return (
    <section className="panel protection" aria-labelledby="protection-title">
      <h2 id="protection-title">Protection</h2>
      <p className={`summary ${tone}`}>{summary}</p>
      {untold.length === 0 ? null : (
        <div className="verdict unmet">
          <p>Not everybody who is in has been told what is asked of them.</p>
          <p className="soft">
            {isOver(board) ? '' : 'Tell them now. '}Who comes by our page has read it; whom you admit by voice
            has not.
          </p>
        </div>
      )}
      <Few
        most={SHOWN}
        items={problems.map((verdict) => (
          <VerdictItem key={verdict.control} verdict={verdict} />
        ))}
      />
      {problems.some(({ verdict }) => verdict === 'unknown') ? (
        <div className="actions">
          <Button disabled={!canAct} busy={board.checking} onPress={() => void act({ act: 'check' })}>
            {board.checking ? 'Being read anew' : 'Read the protection anew'}
          </Button>
        </div>
      ) : null}
      <Folded title="What they have not been told" verdicts={untold} />
      <Folded title="Due later" verdicts={pending} />
      <Folded title="Told to participants: not to be had here" verdicts={disclosed} />
      <Folded title="Holds" verdicts={met} />
    </section>
  );
}

function VerdictItem({ verdict: { level, verdict, meaning, why } }: { verdict: Verdict }): ReactNode {
  return (
    <li className={`verdict ${verdict}`}>
      <p>{meaning}</p>
      <p className="soft">
        <strong>{verdictWords[verdict]}</strong>
        {level === 'must' ? '' : ', a wish'}. {why}
      </p>
    </li>
  );
}

function Folded({ title, verdicts }: { title: string; verdicts: readonly Verdict[] }): ReactNode {
  if (verdicts.length === 0) return null;
  return (
    <details className="folded">
      <summary>
        {title} <span className="count">{verdicts.length}</span>
      </summary>
      <ul>
        {verdicts.map((verdict) => (
          <VerdictItem key={verdict.control} verdict={verdict} />
        ))}
      </ul>
    </details>
  );
}
