import type { ControlId } from '../../domain/controls/catalogue.ts';
import type {
  CompileContext,
  ControlDeclaration,
  Declaration,
  HostingFacts,
} from '../../domain/plan/declaration.ts';
import { hostingBy } from '../shared/hosting.ts';
import { ownControls } from '../shared/own-controls.ts';
import { collaborationControls } from './controls-collaboration.ts';
import { confidentialityControls } from './controls-confidentiality.ts';
import { entryControls } from './controls-entry.ts';
import { coachIsCoHost, fields } from './parts.ts';

const controls = {
  ...entryControls,
  ...confidentialityControls,
  ...collaborationControls,
  ...ownControls({
    lock: 'When everyone is in, let in nobody further who asks to join, save those who were in and dropped. Meet has no lock of its own.',
  }),
} satisfies Record<ControlId, ControlDeclaration>;

/** Google Meet as compiling knows it. `space.…` is the body of a space, `member.…` that of its co-host. */
export const declaration: Declaration = {
  platform: 'meet',
  name: 'Google Meet',
  operator: { name: 'Google LLC', basedIn: 'the United States' },
  backings: {},
  controls,
  // A space has no schedule. Left out, these two would follow the account or shut people out.
  schedule: () => [],
  base: () => ({ [fields.entryPointAccess]: 'ALL', [fields.reactions]: 'NO_RESTRICTION' }),
  collisions: [
    {
      control: 'confidentiality.end-to-end-encryption.v1',
      value: 'required',
      removes: ['entry.waiting-room.v1', 'access.captions.v1'],
      why: 'In client-side encrypted meetings nobody can ask to join, only people invited by name come in, and there are no captions.',
    },
  ],
  // That an unanswered request lapses is what people see; no source of Google's says after how long.
  waiting: {
    place: 'Meet’s queue of those who ask to join',
    how: 'You ask to join, and Meet asks the host. A request that nobody answers lapses after a while: then ask once more.',
  },
  refusedEntryModes: {
    'front-door':
      'In Meet somebody whose link was released still has to ask to join; a space that lets the bearer of a link straight in is open to everyone who gets hold of it.',
  },
  hosting,
  passcodeRule: () => ({ length: 10, groups: ['upper', 'lower', 'digit'] }),
};

/**
 * The owner of a space and its co-hosts enter without asking and let others in; members are people of the same organisation,
 * because co-hosts from elsewhere are not confirmed by any source (Meet API guide, meeting space members). The organiser
 * need not be there for a co-host to begin: a platform's account that never joins can organise for a co-host. Ending works
 * for both, through us if not in Meet: we end the session in the owner's name.
 */
function hosting(context: Pick<CompileContext, 'hosting' | 'people'>): HostingFacts {
  return hostingBy(context, {
    coachHelps: coachIsCoHost(context),
    besideSponsor: 'the coach is a co-host where the coach has an account in the client’s organisation.',
    closes:
      'Give the coach an account in the organiser’s Google Workspace organisation, or let the organiser be in the session.',
  });
}
