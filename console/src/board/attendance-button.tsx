import { useState, type ReactNode } from 'react';
import { download, sentenceOf } from '../api.ts';
import { Button } from '../components/button.tsx';
import { Message } from '../components/message.tsx';
import { useDesk } from './desk.ts';

/** The attendance log as a file for a spreadsheet; taking it is written to the audit trail. */
export function AttendanceButton(): ReactNode {
  const { board } = useDesk();
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const take = () => {
    setBusy(true);
    setFailure(null);
    const name = `attendance-${board.startsAt.slice(0, 10)}.csv`;
    download(`/v1/sessions/${board.sessionId}/attendance`, 'text/csv', name)
      .catch((problem: unknown) => setFailure(sentenceOf(problem)))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <div className="actions">
        <Button busy={busy} onPress={take}>
          Download the attendance log
        </Button>
      </div>
      {failure === null ? null : (
        <Message tone="bad" urgent>
          <p>{failure}</p>
        </Message>
      )}
    </>
  );
}
