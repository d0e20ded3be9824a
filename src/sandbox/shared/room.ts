/** Somebody in front of one meeting's page, in one browser. */
export interface Visitor {
  /** Made by the page; the sandbox knows this browser's person by it. */
  id: string;
  name: string;
  /** Whom they are signed in as, by the room's own account ids; absent: nobody. */
  account: string | undefined;
  /** What they typed; empty: nothing. */
  passcode: string;
  /** What the platform said when it did not let them even wait, at their last attempt. */
  refusal: string | undefined;
}

/** Somebody as a host sees them in the list. */
export interface Listed {
  id: string;
  name: string;
}

/** What somebody who may let people in sees. */
export interface Controls {
  waiting: Listed[];
  inside: Listed[];
  /** Whether the meeting is locked; undefined where the platform has no lock. */
  locked: boolean | undefined;
}

/** Where a visitor stands. */
export interface Standing {
  at: 'in' | 'waiting' | 'out';
  /** What the platform would say to them. */
  says: string;
  controls?: Controls;
}

/** What a host does; `who` is the id of somebody who is listed. */
export type HostAct = { act: 'admit' | 'deny' | 'remove'; who: string } | { act: 'lock' | 'unlock' | 'end' };

/** A meeting as the page for people shows it. Each sandbox makes one from its own world, and acts in that world alone. */
export interface Room {
  /** What the page is called. */
  title: string;
  /** What the button for coming in says. */
  joins: string;
  /** Whom a visitor can be signed in as. */
  accounts: { id: string; label: string }[];
  /** Set where the link itself makes its bearer somebody: no name and no account are asked. */
  bearer?: { name: string; account: string };
  /** Whether a passcode has to be typed. */
  asksForPasscode: boolean;
  standing: (visitor: Visitor) => Standing;
  /** Comes by the link, also once more; gives what the platform says where it does not even let them wait. */
  come: (visitor: Visitor) => string | undefined;
  leave: (visitor: Visitor) => void;
  act: (visitor: Visitor, act: HostAct) => void;
}
