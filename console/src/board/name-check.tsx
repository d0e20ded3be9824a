import { useState, type FormEvent, type ReactNode } from 'react';
import { call, sentenceOf } from '../api.ts';
import { Button } from '../components/button.tsx';
import { takeForm } from '../form.ts';
import type { NameMatch } from '../types.ts';
import { useDesk } from './desk.ts';
import { boardPath } from './surroundings.ts';

/** Where the focus goes for it. */
export const NAME_CHECK_ID = 'name-check';

const verdicts: Readonly<Record<NameMatch['decision'], { text: string; tone: string }>> = {
  likely: { text: 'Likely', tone: 'careful' },
  ambiguous: { text: 'More than one', tone: 'careful' },
  unknown: { text: 'Not on the roster', tone: 'bad' },
};

/** Looks up a name that the platform shows. A name identifies nobody, so the answer is a hint, and it is kept nowhere. */
export function NameCheck(): ReactNode {
  const { board, naming } = useDesk();
  const [answer, setAnswer] = useState<{ asked: string; match: NameMatch } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const look = (event: FormEvent<HTMLFormElement>) => {
    const asked = takeForm(event)('name');
    if (asked === '') return;
    setBusy(true);
    setFailure(null);
    call<NameMatch>('POST', `${boardPath(board.sessionId)}/match`, { name: asked })
      .then(
        (match) => setAnswer({ asked, match }),
        (problem: unknown) => setFailure(sentenceOf(problem)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <section className="panel name-check" aria-labelledby="name-check-title">
      <h2 id="name-check-title">A name in the lobby</h2>
      <form onSubmit={look}>
        <label className="field">
          <span className="visually-hidden">The name as {board.platform.name} shows it</span>
          <input
            id={NAME_CHECK_ID}
            name="name"
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            placeholder={`As ${board.platform.name} shows it`}
          />
        </label>
        <Button submits busy={busy}>
          Look up
        </Button>
      </form>
      <div role="status">
        {failure}
        {answer === null || failure !== null ? null : (
          <div className="match">
            <p>
              <span className={`pill ${verdicts[answer.match.decision].tone}`}>
                {verdicts[answer.match.decision].text}
              </span>{' '}
              {answer.match.personIds.map((id) => naming.of(id)).join(' or ')}
            </p>
            <p className="soft">{answer.match.why}</p>
            {answer.match.warnings.map((warning) => (
              <p key={warning} className="remark weighty">
                {warning}
              </p>
            ))}
          </div>
        )}
      </div>
    </section>
  );
}
