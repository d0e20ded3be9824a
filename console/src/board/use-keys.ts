import { useEffect, useRef } from 'react';
import { actOf } from './cards.tsx';
import type { Desk } from './desk.ts';
import { NAME_CHECK_ID } from './name-check.tsx';
import { doWith } from './person-row.tsx';
import { commandOf } from './shortcuts.ts';
import { stageOf } from './stage.ts';

/** How long an exception must have been the first before an unfocused key counts for it. */
const SETTLES_MS = 800;

interface Keys {
  desk: Desk;
  /** Off in a dialog, and where the coach has turned single keys off. */
  on: boolean;
  onHideNames: () => void;
}

/** Lets one key do what it stands for. */
export function useKeys({ desk, on, onHideNames }: Keys): void {
  const first = useRef({ id: '', since: 0 });
  const firstId = desk.board.cards[0]?.id ?? '';
  useEffect(() => {
    first.current = { id: firstId, since: Date.now() };
  }, [firstId]);

  useEffect(() => {
    if (!on) return;
    const press = (event: KeyboardEvent) => {
      const focus = event.target instanceof Element ? event.target : document.body;
      const command = commandOf(
        {
          key: event.key,
          modified: event.ctrlKey || event.metaKey || event.altKey || event.repeat,
          occupied: focus.closest('input, textarea, select, dialog') !== null,
          focusedCard: focus.closest<HTMLElement>('[data-card]')?.dataset['card'] ?? null,
          firstIsSettled: Date.now() - first.current.since >= SETTLES_MS,
          focusedPerson: focus.closest<HTMLElement>('[data-person]')?.dataset['person'] ?? null,
        },
        desk.board,
      );
      if (command === null) return;
      event.preventDefault();
      switch (command.type) {
        case 'hide-names':
          return onHideNames();
        case 'help':
          return desk.ask({ ask: 'help' });
        case 'match':
          return document.getElementById(NAME_CHECK_ID)?.focus();
        case 'first-card':
          return document.querySelector<HTMLElement>('[data-card]')?.focus();
      }
      if (!desk.canAct) return;
      switch (command.type) {
        case 'start':
          return stageOf(desk.board, desk.now) === 'start' ? desk.ask({ ask: 'start' }) : undefined;
        case 'lock':
          return toggleLock(desk);
        case 'vouch':
          return desk.ask({ ask: 'vouch', personId: null, arrivalId: null });
        case 'person':
          return doWith(desk, command.person, command.act);
        case 'choose': {
          const does = actOf(command.card, command.choice);
          if (does !== null) void desk.act(does);
        }
      }
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [desk, on, onHideNames]);
}

function toggleLock({ board, now, ask, act }: Desk): void {
  const stage = stageOf(board, now);
  if (stage === 'open') ask({ ask: 'lock' });
  else if (stage === 'locked') void act({ act: 'unlock' });
}
