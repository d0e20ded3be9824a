import type { ControlId } from '../../domain/controls/catalogue.ts';
import type { Json } from '../../domain/json.ts';
import type { ControlDeclaration } from '../../domain/plan/declaration.ts';
import { slot, type Wire } from '../../domain/plan/wire.ts';
import { absent, enforced, host, meetingReads, offer, offerFor } from '../shared/offers.ts';
import { heldUntilHostIsIn, passcodeOnOurPage } from '../shared/own-controls.ts';
import {
  adminSetting,
  coachIsCoHost,
  disclosedOffer,
  everybodyAsks,
  fields,
  observed,
  sources,
} from './parts.ts';

/** Who comes in without asking, by how far the waiting room is to reach. */
const accessTypes = new Map<Json, string>([
  ['everyone', 'RESTRICTED'],
  ['outsiders', 'TRUSTED'],
  ['off', 'OPEN'],
]);

/** From loosest to strictest: a stricter one keeps what a looser one promises. */
const strictness: [Json, ...Json[]] = ['OPEN', 'TRUSTED', 'RESTRICTED'];

const accessTypeFor = (value: Json): string => accessTypes.get(value) ?? 'RESTRICTED';
const atLeastAsStrict = (value: Json): [Json, ...Json[]] => [
  accessTypeFor(value),
  ...strictness.slice(strictness.indexOf(accessTypeFor(value)) + 1),
];

/** Where only hosts admit: moderation stays on whatever is asked, because off undoes the other restrictions. */
const onlyHostsAdmit: Wire = { [fields.moderation]: 'ON' };

/** Who gets in, and how. What Google itself calls a waiting room has no API: ask to join stands for it (DESIGN §3). */
export const entryControls = {
  'entry.passcode.v1': {
    offers: [
      offer(
        passcodeOnOurPage(
          'Our page asks for the passcode. Meet has none: whoever gets hold of the bare link can ask to join and is let in only by the host.',
        ),
      ),
    ],
    sources: [sources.discovery],
  },
  'entry.unique-meeting.v1': {
    offers: [
      offer(
        enforced(
          [meetingReads(observed.identity, 'own')],
          'A new space is made for this session. Meet cannot delete a space: one that is cancelled is restricted, emptied and ended.',
        ),
      ),
    ],
    sources: [sources.discovery, sources.spaces],
  },
  'entry.waiting-room.v1': {
    fields: (value) => ({ [fields.accessType]: accessTypeFor(value), ...onlyHostsAdmit }),
    offers: [
      offerFor(
        ['everyone'],
        enforced(
          everybodyAsks(),
          'Everyone has to ask to join, and only the host or a named co-host lets people in. Meet’s own waiting room cannot be set from outside.',
        ),
      ),
      offerFor(
        ['outsiders', 'off'],
        enforced(
          (value) => [
            meetingReads(fields.accessType, ...atLeastAsStrict(value)),
            meetingReads(fields.moderation, 'ON'),
          ],
          'Those whom the setting does not let in directly have to ask to join.',
        ),
      ),
    ],
    sources: [sources.discovery, sources.hosts, sources.waitingRooms, sources.memberGuide],
  },
  'entry.host-first.v1': {
    fields: (value) => (value === 'required' ? { [fields.accessType]: 'RESTRICTED', ...onlyHostsAdmit } : {}),
    offers: [
      offer(
        enforced(
          (value) => (value === 'required' ? everybodyAsks() : [meetingReads(fields.moderation, 'ON')]),
          'Nobody comes in without being admitted, and only the host or a named co-host can admit.',
        ),
      ),
      offer(
        heldUntilHostIsIn(
          'Our page holds people until the coach says to be in. With the bare link one can still ask to join.',
        ),
      ),
    ],
    sources: [sources.discovery, sources.hosts],
  },
  'entry.admitters.v1': {
    fields: (_value, context) => ({
      ...onlyHostsAdmit,
      ...(coachIsCoHost(context) ? { 'member.email': slot('coach'), 'member.role': 'COHOST' } : {}),
    }),
    offers: [
      offer(
        enforced(
          undefined,
          'Host management is on: only the host and a named co-host let people in. Members need not ask to join.',
        ),
      ),
      offer(host('Turn on host management in the host controls, and let people in yourself.')),
    ],
    sources: [sources.discovery, sources.memberGuide, sources.hosts],
  },
  'entry.registration.v1': {
    offers: [offer(absent('A space in Meet has no registration.'))],
    sources: [sources.discovery],
  },
  'entry.dial-in.v1': {
    offers: [
      disclosedOffer(
        'Whether one can join by telephone is decided in the organisation’s admin console, which cannot be read here. Callers have to ask to join like everyone else.',
      ),
    ],
    sources: [sources.telephony, sources.hosts, sources.discovery],
  },
  'entry.sign-in.v1': {
    offers: [
      offerFor(
        ['not-required'],
        adminSetting(
          'safety_domain',
          'usersAllowedToJoin',
          ['ALL'],
          'Admin console > Apps > Google Workspace > Google Meet > Meet safety settings > Domain: let everyone join.',
        ),
      ),
      offerFor(
        ['required'],
        adminSetting(
          'safety_domain',
          'usersAllowedToJoin',
          ['LOGGED_IN', 'SAME_ORGANIZATION_ONLY'],
          'Admin console > Apps > Google Workspace > Google Meet > Meet safety settings > Domain: let signed-in users only join.',
        ),
      ),
      disclosedOffer(
        'A space has no setting for it: whether people without a Google account can ask to join is decided in the organisation’s admin console.',
      ),
    ],
    sources: [sources.discovery, sources.baseline],
  },
  'entry.bots.v1': {
    offers: [
      offer(host('Admit no machine participant, and remove one that shows itself.')),
      disclosedOffer(
        'Meet has no setting that keeps machine participants of other vendors from asking to join.',
      ),
    ],
    sources: [sources.discovery, sources.hosts],
  },
  'entry.display-names.v1': {
    offers: [disclosedOffer('Meet has no setting about the names that people show.')],
    sources: [sources.discovery],
  },
  'entry.countries.v1': {
    offers: [disclosedOffer('Meet cannot limit a session to countries.')],
    sources: [sources.discovery],
  },
} satisfies Partial<Record<ControlId, ControlDeclaration>>;
