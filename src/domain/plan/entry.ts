import { catalogue } from '../controls/catalogue.ts';
import { entryModeOn, type EntryMode, type Policy } from '../policy.ts';
import type { CompileInput } from './compile.ts';
import type { Gap, Plan } from './plan.ts';

const WAITING_ROOM = 'entry.waiting-room.v1';

/** Entry modes in which somebody lets people in on our board, before the platform. */
const withGreeter: readonly EntryMode[] = ['both', 'front-door'];

/** How people come in under this plan: by which mode and why, how many times they wait, and how they wait at the platform. */
export function entryOf({
  declaration,
  policy,
}: Pick<CompileInput, 'declaration' | 'policy'>): Plan['entry'] {
  const { platform, name, waiting } = declaration;
  const mode = entryModeOn(policy, platform);
  const waitsThere = holdsPeople(policy);
  const chosen =
    policy.entryModes[platform] === undefined
      ? 'The policy’s entry mode for every platform.'
      : `The policy’s entry mode for ${name}.`;
  return {
    mode,
    why: `${chosen} ${sentences[mode](waitsThere ? waiting.place : undefined)}`,
    waits: (withGreeter.includes(mode) ? 1 : 0) + (waitsThere ? 1 : 0),
    waiting: waitsThere ? waiting.how : null,
    portalReplacesPasscode: policy.portalReplacesPasscode,
  };
}

/** What a mode is to people, where they wait at `place`, or nowhere at the platform. */
const sentences: Record<EntryMode, (place: string | undefined) => string> = {
  'check-in': (place) =>
    `Our page checks people in and holds them until the coach is in; then ${
      place === undefined ? 'the platform lets them straight in.' : `they wait once, in ${place}.`
    }`,
  both: (place) =>
    `A greeter lets people in on our board; then ${
      place === undefined ? 'the platform lets them straight in.' : `they wait a second time, in ${place}.`
    }`,
  'front-door': (place) =>
    `People wait once, on our page, and are let in on our board; the policy accepts that a released link admits whoever bears it${
      place === undefined ? '.' : `, and yet they would wait again, in ${place}.`
    }`,
  platform: (place) =>
    `No page of ours: people go straight to the platform${
      place === undefined ? ', which lets them in.' : ` and wait once, in ${place}.`
    }`,
};

/** Whether the platform is asked to hold anybody until somebody lets them in. */
const holdsPeople = ({ controls }: Policy): boolean =>
  (controls[WAITING_ROOM]?.value ?? catalogue[WAITING_ROOM].off) !== 'off';

/** Why this platform or this policy cannot have the policy's entry mode. */
export function entryModeGaps({ declaration, policy }: Pick<CompileInput, 'declaration' | 'policy'>): Gap[] {
  const mode = entryModeOn(policy, declaration.platform);
  const why =
    declaration.refusedEntryModes[mode] ??
    (mode === 'front-door' && holdsPeople(policy)
      ? 'With the entry mode front-door the platform’s waiting room is off, and this policy asks for it.'
      : undefined);
  if (why === undefined) return [];
  const closes = [`Choose the entry mode check-in for ${declaration.name}.`];
  return [{ code: 'entry-mode', control: WAITING_ROOM, level: 'must', why, closes, unread: false }];
}
