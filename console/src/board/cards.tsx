import type { ReactNode } from 'react';
import { Button } from '../components/button.tsx';
import { timeOf } from '../time.ts';
import type { BoardAct, Card } from '../types.ts';
import { useDesk } from './desk.ts';
import { useKeptFocus } from './use-kept-focus.ts';

/** What a choice of a card does. */
export function actOf(card: Card, choice: Card['choices'][number]): BoardAct | null {
  if (choice.act !== 'reopen') return { act: choice.act, arrivalId: card.id };
  const [personId] = card.personIds;
  return personId === undefined ? null : { act: 'reopen', personId };
}

/** What only the coach can decide, each by one key. */
export function Cards(): ReactNode {
  const { board } = useDesk();
  const keptFocus = useKeptFocus('data-card');
  const none = board.cards.length === 0;
  return (
    <section
      className={none ? 'cards none' : 'cards'}
      aria-labelledby="cards-title"
      tabIndex={-1}
      {...keptFocus}
    >
      <h2 id="cards-title">
        {none ? 'Nothing to decide' : 'To decide'}{' '}
        {none ? null : <span className="count">{board.cards.length}</span>}
      </h2>
      <ul>
        {board.cards.map((card) => (
          <DecisionCard key={`${card.kind} ${card.id}`} card={card} />
        ))}
      </ul>
    </section>
  );
}

function DecisionCard({ card }: { card: Card }): ReactNode {
  const { naming, canAct, isUnderWay, act, ask } = useDesk();
  const says = naming.in(card.says);
  return (
    <li className="card" tabIndex={-1} data-card={card.id} aria-label={says}>
      <p className="card-says">{says}</p>
      <p className="soft">At {timeOf(card.at)}</p>
      <div className="actions">
        {card.choices.map((choice, index) => {
          const does = actOf(card, choice);
          return does === null ? null : (
            <Button
              key={choice.act}
              kind={choice.act === 'turn-away' ? 'grave' : index === 0 ? 'main' : 'plain'}
              keys={choice.key}
              disabled={!canAct}
              busy={isUnderWay(does)}
              onPress={() => void act(does)}
            >
              {choice.label}
            </Button>
          );
        })}
        <Button
          disabled={!canAct}
          onPress={() => ask({ ask: 'vouch', personId: card.personIds[0] ?? null, arrivalId: card.id })}
        >
          By voice…
        </Button>
      </div>
    </li>
  );
}
