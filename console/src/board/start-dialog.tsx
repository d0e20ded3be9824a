import { useState, type ReactNode } from 'react';
import { call, sentenceOf } from '../api.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Message } from '../components/message.tsx';
import type { HostStart } from '../types.ts';
import { useDesk } from './desk.ts';
import { boardPath } from './surroundings.ts';

/**
 * Gets the coach in as the host: fetches the host's link at the click, names the account to use, and asks whether the lobby's
 * controls are there before anyone is released. In the wrong account they are not.
 */
export function StartDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { board, act, canAct, isUnderWay } = useDesk();
  const [start, setStart] = useState<HostStart | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [opened, setOpened] = useState(false);
  const [wrong, setWrong] = useState(false);
  const { name } = board.platform;
  const fetchLink = () => {
    setBusy(true);
    setFailure(null);
    call<HostStart>('POST', `${boardPath(board.sessionId)}/start`)
      .then(setStart, (problem: unknown) => setFailure(sentenceOf(problem)))
      .finally(() => setBusy(false));
  };
  const confirm = async () => {
    if (await act({ act: 'confirm-host', lobbyVisible: true })) onClose();
    else setFailure('That was not taken. See what the board says, then try again.');
  };
  return (
    <Dialog title={`Start in ${name}`} onClose={onClose}>
      <ol className="steps">
        <li>
          <h3>Open {name} as the host</h3>
          {start === null ? (
            <>
              <p>Your link is fetched now and kept nowhere. It opens in a tab of its own.</p>
              <Button kind="main" busy={busy} onPress={fetchLink}>
                Get my host link
              </Button>
            </>
          ) : (
            <>
              <p>
                Your account: <strong className="account">{start.account}</strong>
              </p>
              <p>{start.says}</p>
              <a
                className={opened ? 'button' : 'button main'}
                href={start.hostLink}
                target="_blank"
                rel="noopener noreferrer"
                onClick={() => setOpened(true)}
              >
                Open {name}
              </a>
            </>
          )}
        </li>
        <li>
          <h3>Look for the lobby’s controls</h3>
          <p>
            Do you see, in {name}, who is waiting and how to admit them? Nobody is let through before you have
            said so.
          </p>
          {wrong ? (
            <Message tone="careful" urgent>
              <p>
                Then you are not in as the host. Leave {name}, sign out there,{' '}
                {start === null ? null : (
                  <>
                    sign in as <strong>{start.account}</strong>,{' '}
                  </>
                )}
                and open the link anew. People go on waiting here meanwhile.
              </p>
            </Message>
          ) : null}
          <div className="actions">
            <Button
              kind={opened ? 'main' : 'plain'}
              disabled={!canAct}
              busy={isUnderWay({ act: 'confirm-host', lobbyVisible: true })}
              onPress={() => void confirm()}
            >
              Yes, I see them: let people through
            </Button>
            <Button onPress={() => setWrong(true)}>No</Button>
          </div>
        </li>
      </ol>
      {failure === null ? null : (
        <Message tone="bad" urgent>
          <p>{failure}</p>
        </Message>
      )}
    </Dialog>
  );
}
