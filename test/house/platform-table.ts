import { catalogue } from '../../src/domain/controls/catalogue.ts';
import type { Means } from '../../src/domain/means.ts';
import { compile, type CompileInput } from '../../src/domain/plan/compile.ts';
import type { PlannedControl } from '../../src/domain/plan/plan.ts';
import { requirementsOf } from '../../src/domain/policy.ts';
import { confidentialSession } from '../../src/domain/confidential-session.ts';
import type { RegisteredProvider } from '../../src/domain/provider.ts';
import { providers } from '../../src/providers/registry.ts';
import { declaration as zoom } from '../../src/providers/zoom/declaration.ts';
import { ordinaryMeet } from '../support/ordinary-meet.ts';
import { ordinaryTeams } from '../support/ordinary-teams.ts';
import { ordinaryZoomPosture } from '../support/ordinary-zoom.ts';

/** The built-in policy on each platform’s ordinary account, the coach organising. */
export const ordinary: Readonly<Record<string, CompileInput>> = {
  zoom: {
    ...ordinaryTeams,
    declaration: zoom,
    backing: null,
    posture: ordinaryZoomPosture(ordinaryTeams.at),
  },
  teams: ordinaryTeams,
  meet: ordinaryMeet,
};

const letters: Record<Means, string> = {
  absent: 'X',
  enforced: 'E',
  account: 'A',
  service: 'S',
  host: 'H',
  notice: 'N',
  disclosed: 'D',
};

const plans = Object.values(ordinary).map((input) => ({
  name: input.declaration.name,
  plan: compile(input),
}));

const requirements = requirementsOf(confidentialSession);

const plannedIn = (controls: PlannedControl[], id: string): PlannedControl => {
  const planned = controls.find(({ control }) => control === id);
  if (planned === undefined) throw new Error(`The ordinary account has a gap: ${id}`);
  return planned;
};

const meansOf = ({ obligations }: PlannedControl): Means[] => [
  ...new Set(obligations.map(({ means }) => means)),
];

const isUnverified = ({ obligations }: PlannedControl): boolean =>
  obligations.some(({ unverified }) => unverified);

/** With a question mark where no source confirms it: the verdict is then `unknown`. */
const lettersOf = (planned: PlannedControl): string => {
  return meansOf(planned)
    .map((means) => letters[means])
    .join(' + ')
    .concat(isUnverified(planned) ? '?' : '');
};

const row = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

/** The README’s table: the means of each control on each platform, by letter. */
export const platformTable = (): string =>
  table(
    ['Control', 'Level', ...plans.map(({ name }) => name)],
    requirements.map(([id, { level }]) => [
      `\`${id}\``,
      level,
      ...plans.map(({ plan }) => lettersOf(plannedIn(plan.controls, id))),
    ]),
  );

const intro = `# What each platform can keep

This page is generated (\`node test/house/write-platform-table.ts\`) by compiling the built-in policy for an ordinary account
of each platform: Zoom Pro whose user settings can be read, Microsoft 365 Business Standard, and Google Business Standard
without super-administrator access, the coach organising. Another account, hosting or policy gives another plan:
\`POST /v1/sessions/plan\` gives yours. The means are explained in the [glossary](glossary.md).`;

const waitingAndEnding = () =>
  [
    '## Waiting, starting and ending',
    'No platform lets a server admit people or lock a running session: the coach does both there. `hostLink` says where the coach starts and in which account.',
    table(
      ['Platform', 'Waiting there', 'Live acts', 'Ending for everyone'],
      Object.values<RegisteredProvider>(providers).map(({ declaration: { name, waiting }, acts }) => [
        name,
        waiting.how,
        acts.map((act) => `\`${act}\``).join(', '),
        acts.includes('endNow')
          ? 'by us, or by the coach'
          : 'by the coach alone: the platform has no call for it',
      ]),
    ),
  ].join('\n\n');

/** The page with every control, its meaning, and what is done about it on each platform. */
export const platformsPage = (): string =>
  [
    intro,
    waitingAndEnding(),
    ...requirements.map(([id, { level, accept }]) =>
      [
        `## ${id}`,
        `${catalogue[id].meaning} *${level}*; accepts ${accept.join(', ')}.`,
        table(
          ['Platform', 'Means', 'What that is here', 'Stronger means, and why not'],
          plans.map(({ name, plan }) => {
            const planned = plannedIn(plan.controls, id);
            const sentences = [...new Set(planned.obligations.map(({ sentence }) => sentence))];
            if (isUnverified(planned)) sentences.push('No source confirms it: the verdict is `unknown`.');
            const passed = planned.passedOver.map(({ means, why }) => `${means}: ${why}`);
            return [name, meansOf(planned).join(' + '), sentences.join(' '), passed.join(' ')];
          }),
        ),
      ].join('\n\n'),
    ),
  ].join('\n\n') + '\n';

const START = '<!-- The table is generated: node test/house/write-platform-table.ts -->';
const END = '<!-- End of the generated table. -->';

/** The README with the table in its place. */
export function withPlatformTable(readme: string): string {
  const [before, after] = [readme.split(START)[0], readme.split(END)[1]];
  if (before === readme || before === undefined || after === undefined)
    throw new Error(`README.md needs the lines ${START} and ${END}`);
  return `${before}${START}\n\n${platformTable()}\n\n${END}${after}`;
}
