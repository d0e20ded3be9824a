import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { call, sentenceOf } from '../api.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Message } from '../components/message.tsx';
import type { Delivery, DeliveryContent } from '../types.ts';
import { kindWords, toHandOver } from './deliveries.ts';
import { useDesk } from './desk.ts';
import type { Person } from './names.ts';

interface HandOverDialogProps {
  person: Person;
  onClose: () => void;
}

/** What the coach delivers in person: shown when asked for, which is audited, and confirmed under the coach's name. */
export function HandOverDialog({ person, onClose }: HandOverDialogProps): ReactNode {
  const { board, naming } = useDesk();
  const [deliveries, setDeliveries] = useState<Delivery[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const read = useCallback(() => {
    readAll(board.sessionId).then(
      (all) => setDeliveries(toHandOver(all, person.id)),
      (problem: unknown) => setFailure(sentenceOf(problem)),
    );
  }, [board.sessionId, person.id]);
  useEffect(read, [read]);
  return (
    <Dialog title={`Hand over to ${naming.of(person.id)}`} onClose={onClose}>
      <p>
        Tell it to that one person, in a way that differs from the invitation’s. What you look at here is
        audited.
      </p>
      {deliveries?.length === 0 ? <p className="soft">There is nothing to hand over.</p> : null}
      <ul className="few">
        {deliveries?.map((delivery) => (
          <HandOver key={delivery.id} delivery={delivery} onDone={read} onFailure={setFailure} />
        ))}
      </ul>
      {failure === null ? null : (
        <Message tone="bad" urgent>
          <p>{failure}</p>
        </Message>
      )}
      <div className="actions">
        <Button onPress={onClose}>Close</Button>
      </div>
    </Dialog>
  );
}

async function readAll(sessionId: string): Promise<Delivery[]> {
  const query = new URLSearchParams({ sessionId, limit: '100' });
  const all: Delivery[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    if (cursor !== '') query.set('cursor', cursor);
    const page: { items: Delivery[]; next: string | null } = await call('GET', `/v1/deliveries?${query}`);
    all.push(...page.items);
    cursor = page.next;
  }
  return all;
}

interface HandOverProps {
  delivery: Delivery;
  onDone: () => void;
  onFailure: (says: string | null) => void;
}

function HandOver({ delivery, onDone, onFailure }: HandOverProps): ReactNode {
  const { coach } = useDesk();
  const [content, setContent] = useState<DeliveryContent | null>(null);
  const [busy, setBusy] = useState(false);
  const path = `/v1/deliveries/${delivery.id}`;
  const run = (work: Promise<void>) => {
    setBusy(true);
    onFailure(null);
    work.catch((problem: unknown) => onFailure(sentenceOf(problem))).finally(() => setBusy(false));
  };
  const show = () => run(call<DeliveryContent>('GET', `${path}/content`).then(setContent));
  const confirm = (outcome: 'delivered' | 'failed') =>
    run(call('POST', `${path}/confirmation`, { outcome, by: coach }).then(onDone));
  return (
    <li className="duty">
      <p>
        {kindWords(delivery)} <span className="soft">{delivery.state}</span>
      </p>
      {content === null ? null : (
        <code className="secret">{content.passcode ?? content.code ?? content.link}</code>
      )}
      <div className="actions">
        {content === null ? (
          <Button busy={busy} onPress={show}>
            Show it
          </Button>
        ) : (
          <Button kind="main" busy={busy} onPress={() => confirm('delivered')}>
            I handed it over
          </Button>
        )}
        <Button busy={busy} onPress={() => confirm('failed')}>
          Could not
        </Button>
      </div>
    </li>
  );
}
