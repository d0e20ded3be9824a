import { createContext, useContext } from 'react';
import type { Board, BoardAct } from '../types.ts';
import type { Naming, Person } from './names.ts';

/** What is asked in a dialog before something is done. */
export type Question =
  | { ask: 'start' | 'lock' | 'end' | 'help' | 'add' }
  | { ask: 'withdraw' | 'hand-over'; person: Person }
  | { ask: 'vouch'; personId: string | null; arrivalId: string | null }
  | { ask: 'excuse'; person: Person }
  | { ask: 'sure'; title: string; says: string; label: string; does: BoardAct };

/** What every part of the board works with. */
export interface Desk {
  board: Board;
  /** The name of the coach who is signed in. */
  coach: string;
  naming: Naming;
  /** The service's time. */
  now: number;
  /** The board is as it is now: by an older one nothing is decided. */
  canAct: boolean;
  isUnderWay: (act: BoardAct) => boolean;
  act: (act: BoardAct) => Promise<boolean>;
  ask: (question: Question) => void;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('This part of the board stands outside of it.');
  return desk;
}
