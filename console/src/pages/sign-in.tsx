import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { call, sentenceOf } from '../api.ts';
import { Button } from '../components/button.tsx';
import { Message } from '../components/message.tsx';
import { takeForm } from '../form.ts';
import type { Coach } from '../types.ts';

/** What stands behind the # of a one-time link. It is taken out of the address at once, so that no history keeps it. */
function takeToken(): string | null {
  const token = location.hash.slice(1);
  if (token === '') return null;
  history.replaceState(null, '', location.pathname);
  return token;
}

/** Asks for a link, or spends the one that led here: by a button, since mail scanners open links. */
export function SignIn({ onSignedIn }: { onSignedIn: (coach: Coach) => void }): ReactNode {
  const [token, setToken] = useState(takeToken);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = 'Subrosa';
    // A link that is opened while this page is there changes the address and nothing else.
    const arrived = () => setToken((before) => takeToken() ?? before);
    window.addEventListener('hashchange', arrived);
    return () => window.removeEventListener('hashchange', arrived);
  }, []);
  useEffect(() => heading.current?.focus(), [token]);

  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <p className="wordmark large">Subrosa</p>
        <h1 ref={heading} tabIndex={-1}>
          {token === null ? 'Sign in to your sessions' : 'Welcome back'}
        </h1>
        {token === null ? (
          <AskForLink />
        ) : (
          <SpendLink token={token} onSignedIn={onSignedIn} onRefused={() => setToken(null)} />
        )}
      </div>
      <p className="sign-in-foot">Nothing here is shared with anyone else: no trackers, no third parties.</p>
    </main>
  );
}

function AskForLink(): ReactNode {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const ask = async (event: FormEvent<HTMLFormElement>) => {
    const email = takeForm(event)('email');
    setBusy(true);
    try {
      await call('POST', '/v1/sign-ins', { email });
      setSentTo(email);
      setFailure(null);
    } catch (problem) {
      setFailure(sentenceOf(problem));
    } finally {
      setBusy(false);
    }
  };
  if (sentTo !== null) {
    return (
      <>
        <Message tone="good" urgent>
          <p>
            If <strong>{sentTo}</strong> is a coach’s address, a link is on its way to it. It works once, for
            15 minutes.
          </p>
        </Message>
        <Button kind="quiet" onPress={() => setSentTo(null)}>
          Use another address
        </Button>
      </>
    );
  }
  return (
    <form onSubmit={(event) => void ask(event)} className="stack">
      <p>There is no password. We send a link to the address that your practice has of you.</p>
      <label className="field">
        <span>E-mail address</span>
        <input type="email" name="email" autoComplete="email" required maxLength={254} spellCheck={false} />
      </label>
      {failure === null ? null : (
        <Message tone="bad" urgent>
          <p>{failure}</p>
        </Message>
      )}
      <Button kind="main" submits busy={busy}>
        Send me a link
      </Button>
    </form>
  );
}

interface SpendLinkProps {
  token: string;
  onSignedIn: (coach: Coach) => void;
  onRefused: () => void;
}

function SpendLink({ token, onSignedIn, onRefused }: SpendLinkProps): ReactNode {
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const spend = () => {
    setBusy(true);
    call<Coach>('POST', '/v1/console-session', { token })
      .then(onSignedIn, (problem: unknown) => setFailure(sentenceOf(problem)))
      .finally(() => setBusy(false));
  };
  if (failure !== null) {
    return (
      <>
        <Message tone="bad" urgent>
          <p>{failure}</p>
        </Message>
        <Button kind="main" onPress={onRefused}>
          Ask for a new link
        </Button>
      </>
    );
  }
  return (
    <>
      <p>
        Your link is good for one sign-in on this device. You stay signed in while you work, for a week at
        most.
      </p>
      <Button kind="main" onPress={spend} busy={busy}>
        Sign in
      </Button>
    </>
  );
}
