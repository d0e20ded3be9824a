import { z } from 'zod';
import { catalogue, ControlId } from './controls/catalogue.ts';
import type { Json } from './json.ts';
import type { Means } from './means.ts';
import type { Declaration } from './plan/declaration.ts';
import type { Plan, PlannedControl } from './plan/plan.ts';
import type { Role } from './roster.ts';

/** Who keeps a protection, as participants are told: the platform's own setting, our page, or the coach. */
export const Keeper = z.enum(['platform', 'practice', 'coach']);
export type Keeper = z.infer<typeof Keeper>;

const Told = z.object({ control: ControlId, sentence: z.string() });

/** What participants are told about one session, in sentences. */
export const Notice = z
  .object({
    recording: z.string().describe('Whether anybody records.'),
    protections: z.array(Told.extend({ keeper: Keeper })).describe('What is protected, and by whom.'),
    open: z.array(Told).describe('What is open to everyone on purpose.'),
    notGiven: z.array(Told).describe('What this platform does not give here.'),
    operator: z.string().describe('Who runs the platform, and what may follow from that.'),
    present: z.array(z.string()).describe('Who is there besides the coach and those who take part.'),
    log: z.string().describe('What is kept of the session, and how long.'),
    asked: z.array(Told).describe('What participants are asked to do.'),
  })
  .meta({ id: 'Notice', description: 'What participants are told about this session before they enter.' });
export type Notice = z.infer<typeof Notice>;

export interface NoticeFacts {
  platform: Pick<Declaration, 'name' | 'operator'>;
  /** The roles of those on the roster. */
  roles: readonly Role[];
}

/** Generated from the plan alone, so that nobody is told what is not planned. A changed plan may give another notice. */
export function noticeOf({ controls }: Pick<Plan, 'controls'>, { platform, roles }: NoticeFacts): Notice {
  const meant = controls.filter((planned) => asksForSomething(planned));
  const kept = meant.filter(({ means, obligations }) => means !== 'disclosed' && !obligations.some(isUnsure));
  const { name, operator } = platform;
  return {
    recording: recordingSentence(controls),
    protections: kept
      .filter(({ control, means }) => catalogue[control].kind === 'guard' && means !== 'notice')
      .filter(({ control }) => !control.startsWith('record.'))
      .map(({ control, means }) => ({ ...meaningOf(control), keeper: keeperOf(means) })),
    open: kept
      .filter(({ control, means }) => catalogue[control].kind === 'affordance' && means !== 'notice')
      .map(({ control }) => meaningOf(control)),
    notGiven: controls.flatMap((planned) => notGivenOf(planned)),
    operator: `${name} is run by ${operator.name}, which is based in ${operator.basedIn}. Under the laws that apply to it, authorities or courts may be able to demand what it holds or carries.`,
    present: othersPresent(roles),
    log: logSentence(controls),
    asked: meant
      .filter(({ means }) => means === 'notice')
      .map(({ control, obligations }) => ({ control, sentence: lastOf(obligations).sentence })),
  };
}

const lastOf = (obligations: PlannedControl['obligations']) =>
  obligations.findLast(({ means }) => means === 'notice') ?? { sentence: '' };

/** A value that asks nothing of the control promises nothing. */
const asksForSomething = ({ control, value }: PlannedControl): boolean => {
  const { order, kind } = catalogue[control];
  return kind === 'affordance' ? value !== order.without : !order.satisfies(order.without, value);
};

const isUnsure = ({ unverified }: PlannedControl['obligations'][number]): boolean => unverified;

const meaningOf = (control: ControlId) => ({ control, sentence: catalogue[control].meaning });

const keepers: Record<Means, Keeper> = {
  absent: 'platform',
  enforced: 'platform',
  account: 'platform',
  service: 'practice',
  host: 'coach',
  notice: 'coach',
  disclosed: 'platform',
};
const keeperOf = (means: Means): Keeper => keepers[means];

function notGivenOf({ control, obligations }: PlannedControl) {
  return obligations
    .filter((obligation) => obligation.means === 'disclosed' || isUnsure(obligation))
    .map(({ sentence, unverified }) => ({
      control,
      sentence: unverified ? `${sentence} No source confirms it.` : sentence,
    }));
}

const valueOf = (controls: readonly PlannedControl[], control: ControlId): Json | undefined =>
  controls.find((planned) => planned.control === control)?.value;

const recordingSentence = (controls: readonly PlannedControl[]): string =>
  valueOf(controls, 'confidentiality.recording-manual.v1') === 'nobody'
    ? 'We do not record this session, and nobody who takes part may.'
    : 'This session may be recorded.';

function logSentence(controls: readonly PlannedControl[]): string {
  const days = valueOf(controls, 'record.retention.v1');
  const kept = 'We keep an attendance log of our own: who was there, from when to when.';
  return typeof days === 'number'
    ? `${kept} It is deleted ${days === 1 ? 'one day' : `${days} days`} after the session. Names that the platform shows are compared with our list and then dropped.`
    : kept;
}

const roleSentences: Partial<Record<Role, [one: string, several: string]>> = {
  'co-coach': ['A second coach takes part.', 'Further coaches take part.'],
  greeter: ['Somebody of the practice welcomes you.', 'People of the practice welcome you.'],
  observer: ['An observer is present.', 'Observers are present.'],
  interpreter: ['An interpreter is present.', 'Interpreters are present.'],
  captioner: [
    'Somebody writes live captions, which are not kept.',
    'Live captions are written and not kept.',
  ],
  support: ['Somebody gives technical support.', 'People give technical support.'],
};

/** In the roster's order of roles, and not by name. */
function othersPresent(roles: readonly Role[]): string[] {
  return Object.entries(roleSentences).flatMap(([role, [one, several]]) => {
    const count = roles.filter((present) => present === role).length;
    return count === 0 ? [] : [count === 1 ? one : several];
  });
}
