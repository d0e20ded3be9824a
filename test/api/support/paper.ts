import { z } from 'zod';
import { controlIds, type ControlId } from '../../../src/domain/controls/catalogue.ts';
import type { DomainError } from '../../../src/domain/errors.ts';
import type { ControlDeclaration, Declaration, Part } from '../../../src/domain/plan/declaration.ts';
import type { Plan } from '../../../src/domain/plan/plan.ts';
import { readBack, type Wire } from '../../../src/domain/plan/wire.ts';
import { defineProvider, type RegisteredProvider } from '../../../src/domain/provider.ts';

/** What the platform in memory holds and how it behaves; tests read and set it. */
export interface Paper {
  provider: RegisteredProvider;
  /** Calls made, by name, in order. */
  calls: string[];
  meetings: Map<string, Wire>;
  /** Fields that the platform keeps otherwise than it was sent them. */
  overrides: Wire;
  /** Thrown by every call while set. */
  failure: DomainError | undefined;
  /** Told of each call before it is answered. */
  onCall: ((name: string) => void) | undefined;
}

const parts: Part[] = [
  { means: 'enforced' },
  {
    means: 'account',
    expects: [{ from: 'account', item: 'policy.on', oneOf: [true] }],
    remedy: 'Switch it on in the settings.',
    access: 'Grant the reading of settings.',
  },
  { means: 'service', due: 'at-entry', record: 'checked', page: true, sentence: 'Our page checks it.' },
  { means: 'notice', sentence: 'You are asked to.' },
  { means: 'disclosed', sentence: 'This platform cannot.' },
  { means: 'absent', sentence: 'There is no such thing here.' },
];

const controls = (gap: ControlId | undefined): Record<ControlId, ControlDeclaration> => {
  const entries = controlIds.map((id): [ControlId, ControlDeclaration] => [
    id,
    {
      fields: (value) => ({ [`meeting.${id.replaceAll('.', '-')}`]: value }),
      offers: id === gap ? [] : parts.map((part) => ({ parts: [part] })),
      sources: ['Written for this test.'],
    },
  ]);
  return Object.fromEntries(entries) as Record<ControlId, ControlDeclaration>;
};

const declarationOf = (platform: string, gap: ControlId | undefined): Declaration => ({
  platform,
  name: `The platform ${platform}`,
  operator: { name: 'Paper, Inc.', basedIn: 'Nowhere' },
  backings: {},
  controls: controls(gap),
  base: ({ session }) => ({ 'meeting.starts': session.startsAt }),
  schedule: () => ['meeting.starts'],
  collisions: [
    {
      control: 'confidentiality.end-to-end-encryption.v1',
      value: 'required',
      removes: ['collaboration.breakout-rooms.v1'],
      why: 'Encrypted meetings have one room.',
    },
  ],
  waiting: { place: 'the paper lobby', how: 'You wait in the paper lobby.' },
  refusedEntryModes: { 'front-door': 'The waiting room cannot be switched off.' },
  hosting: () => ({
    organises: 'The coach organises.',
    canStart: ['organiser'],
    canAdmit: ['organiser'],
    canEnd: ['organiser'],
    closes: 'Nothing needs closing.',
  }),
  passcodeRule: () => ({ length: 8, groups: ['lower', 'digit'] }),
});

/** A whole platform in memory. With `gap`, it can do nothing for that control. */
export function createPaper(platform: string, gap?: ControlId): Paper {
  const calls: string[] = [];
  const meetings = new Map<string, Wire>();
  const paper: Omit<Paper, 'provider'> = {
    calls,
    meetings,
    overrides: {},
    failure: undefined,
    onCall: undefined,
  };
  const call = (name: string) => {
    calls.push(name);
    paper.onCall?.(name);
    if (paper.failure !== undefined) throw paper.failure;
  };
  const write = (id: string, { wire }: Plan) => {
    meetings.set(id, { ...wire, ...paper.overrides });
  };
  const provider = defineProvider({
    declaration: declarationOf(platform, gap),
    acts: [],
    settings: z.strictObject({ address: z.url().default('https://paper.invalid') }),
    given: z.strictObject({ secret: z.string().min(1) }),
    credentials: z.strictObject({ secret: z.string() }),
    prepare: async (given) => ({ credentials: given, certificate: null }),
    accountOf: () => 'the paper account',
    vendorOrigins: ['https://paper.invalid'],
    originsOf: ({ address }) => [new URL(address).origin],
    identity: { schema: z.string().regex(/^u-/), says: 'A host is named by an id that starts with u-.' },
    connect: (_connection, { now }) => ({
      verify: async (organiser) => {
        call('verify');
        const tried = organiser !== undefined;
        return {
          ok: tried,
          checks: [{ name: 'meetings', ok: tried, remedy: tried ? null : 'Name an organiser.' }],
        };
      },
      readPosture: async () => {
        call('readPosture');
        const readAt = now().toISOString();
        return {
          'policy.on': { value: true, readAt },
          'policy.hidden': { unknown: 'Nobody may read it.', readAt },
        };
      },
      provision: async (plan, { reference }) => {
        call('provision');
        write(reference, plan);
        return {
          ref: { id: reference },
          joinUrl: `https://paper.invalid/join/${reference}`,
          joinUrlWithPasscode: null,
          possibleStray: false,
        };
      },
      observe: async ({ id = '' }, plan, { slots }) => {
        call('observe');
        const meeting = Object.fromEntries(
          Object.entries(meetings.get(id) ?? {}).map(([path, value]) => [
            path.slice('meeting.'.length),
            value,
          ]),
        );
        return { observedAt: now().toISOString(), items: readBack(plan.wire, { meeting }, slots) };
      },
      revise: async ({ id = '' }, plan) => {
        call('revise');
        write(id, plan);
        return { joinUrlWithPasscode: null };
      },
      retire: async ({ id = '' }) => {
        call('retire');
        meetings.delete(id);
      },
      findStrays: async () => {
        call('findStrays');
        return [];
      },
    }),
  });
  return Object.assign(paper, { provider });
}
