import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { ApiProblem, call } from './api.ts';
import { BoardPage } from './board/board-page.tsx';
import { Button } from './components/button.tsx';
import { Link } from './components/link.tsx';
import { Message } from './components/message.tsx';
import { go, pageAt, usePath, type Page } from './location.ts';
import { Agenda } from './pages/agenda.tsx';
import { Mailbox } from './pages/mailbox.tsx';
import { SignIn } from './pages/sign-in.tsx';
import type { Coach } from './types.ts';

/** `asking` until it is known who is signed in; `unreachable` where the service does not answer. */
type Signed = Coach | 'asking' | 'out' | 'unreachable';

/** The whole console: who is signed in, and the page of the address. */
export function App(): ReactNode {
  const page = pageAt(usePath());
  const [signed, setSigned] = useState<Signed>('asking');

  const ask = useCallback(() => {
    call<Coach>('GET', '/v1/console-session').then(setSigned, (failure: unknown) =>
      setSigned(failure instanceof ApiProblem && failure.status === 401 ? 'out' : 'unreachable'),
    );
  }, []);
  const isSigningIn = page.name === 'sign-in';
  useEffect(() => {
    if (!isSigningIn) ask();
  }, [ask, isSigningIn]);

  const signedOut = useCallback(() => setSigned('out'), []);
  if (isSigningIn || signed === 'out') {
    return (
      <SignIn
        onSignedIn={(coach) => {
          setSigned(coach);
          if (isSigningIn) go({ name: 'agenda' }, { replace: true });
        }}
      />
    );
  }
  if (signed === 'asking') return null;
  if (signed === 'unreachable') {
    return (
      <main className="narrow">
        <Message tone="bad" urgent>
          <p>The service does not answer. Check your connection.</p>
          <Button onPress={ask}>Try again</Button>
        </Message>
      </main>
    );
  }
  return (
    <>
      <header className="masthead">
        <Link to={{ name: 'agenda' }} className="wordmark">
          Subrosa
        </Link>
        <p className="coach">
          <span className="coach-name">{signed.name}</span>
          <span className="organisation">{signed.organisation}</span>
        </p>
        <Button
          kind="quiet"
          onPress={() => {
            void call('DELETE', '/v1/console-session').then(signedOut, signedOut);
          }}
        >
          Sign out
        </Button>
      </header>
      <Shown page={page} coach={signed.name} onSignedOut={signedOut} />
    </>
  );
}

interface ShownProps {
  page: Page;
  coach: string;
  onSignedOut: () => void;
}

function Shown({ page, coach, onSignedOut }: ShownProps): ReactNode {
  switch (page.name) {
    case 'board':
      return (
        <BoardPage key={page.sessionId} sessionId={page.sessionId} coach={coach} onSignedOut={onSignedOut} />
      );
    case 'mailbox':
      return <Mailbox onSignedOut={onSignedOut} />;
    case 'agenda':
      return <Agenda onSignedOut={onSignedOut} />;
    default:
      return (
        <main className="narrow">
          <h1>There is nothing here</h1>
          <p>
            <Link to={{ name: 'agenda' }}>Go to your sessions</Link>
          </p>
        </main>
      );
  }
}
