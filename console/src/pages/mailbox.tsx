import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { ApiProblem, call, sentenceOf } from '../api.ts';
import { Button } from '../components/button.tsx';
import { Message } from '../components/message.tsx';
import { timeOf } from '../time.ts';
import type { Mailbox as Letters } from '../types.ts';
import { piecesOf } from './mail-text.ts';

const REFRESH_MS = 5_000;

/** What was sent while trying out: everything that would have gone to somebody, on this machine. */
export function Mailbox({ onSignedOut }: { onSignedOut: () => void }): ReactNode {
  const [letters, setLetters] = useState<Letters['items'] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const read = useCallback(() => {
    call<Letters>('GET', '/v1/mailbox').then(
      ({ items }) => {
        setLetters(items);
        setFailure(null);
      },
      (problem: unknown) => {
        if (problem instanceof ApiProblem && problem.status === 401) onSignedOut();
        else setFailure(sentenceOf(problem));
      },
    );
  }, [onSignedOut]);
  useEffect(() => {
    document.title = 'Subrosa';
    read();
    const timer = setInterval(read, REFRESH_MS);
    return () => clearInterval(timer);
  }, [read]);

  return (
    <main className="agenda mailbox">
      <header className="board-head">
        <h1>Mailbox</h1>
        <Button onPress={read}>Look again</Button>
      </header>
      <p className="soft">
        You are trying Subrosa out: whatever it would send arrives here and goes no further.
      </p>
      {failure === null ? null : (
        <Message tone="bad" urgent>
          <p>{failure}</p>
        </Message>
      )}
      {letters?.length === 0 ? <p>Nothing was sent yet.</p> : null}
      <ul className="letters">
        {letters?.map((letter) => (
          <li key={letter.id}>
            <details className="letter">
              <summary>
                <span className="letter-to">{letter.to.join(', ')}</span>
                <span className="letter-subject">{letter.subject}</span>
                {letter.calendar === null ? null : <span className="pill">calendar entry</span>}
                {letter.sentAt === null ? null : <span className="since">{timeOf(letter.sentAt)}</span>}
              </summary>
              <p className="soft">From {letter.from}</p>
              <pre className="letter-text">
                {piecesOf(letter.text).map(({ text, isAddress }, index) =>
                  isAddress ? (
                    <a key={index} href={text} target="_blank" rel="noopener noreferrer">
                      {text}
                    </a>
                  ) : (
                    text
                  ),
                )}
              </pre>
              {letter.calendar === null ? null : (
                <details className="folded">
                  <summary>The calendar entry</summary>
                  <pre className="letter-text">{letter.calendar}</pre>
                </details>
              )}
            </details>
          </li>
        ))}
      </ul>
    </main>
  );
}
