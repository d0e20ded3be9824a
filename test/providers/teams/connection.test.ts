import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Verification } from '../../../src/domain/provider.ts';
import { graphFailure } from '../../../src/providers/teams/graph-failure.ts';
import type { Graph } from '../../../src/providers/teams/graph.ts';
import { teams } from '../../../src/providers/teams/provider.ts';
import { verify } from '../../../src/providers/teams/verification.ts';
import { APP_ROLES } from '../../../src/sandbox/graph/sandbox.ts';
import { planFor, useTeams } from './session.ts';

const bySecret = useTeams();
const byCertificate = useTeams('certificate');

const app = {
  tenantId: '7f4f7e0e-55a3-4c6e-8a4f-0d5f9b1f2c11',
  clientId: 'b3f0c0de-9b0a-4f36-9f6e-5a3a4a1f7d22',
};

describe('credentials', () => {
  it('by secret are kept as they came, and nothing is handed out', async () => {
    const given = { kind: 'secret', ...app, clientSecret: 'made-for-this-test' };
    expect(await teams.prepare(given)).toEqual({ credentials: given, certificate: null });
  });

  it('by certificate hand out the certificate alone', async () => {
    const { credentials, certificate } = await teams.prepare({ kind: 'certificate', ...app });
    const read = new X509Certificate(certificate ?? '');
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.publicKey.asymmetricKeyType).toBe('rsa');
    expect(certificate).not.toContain('PRIVATE');
    expect(credentials).toMatchObject({
      kind: 'certificate',
      thumbprint: Buffer.from(read.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url'),
    });
  });

  it('by certificate sign in: the assertion is checked with the certificate’s key', async () => {
    const intent = byCertificate.intend();
    const { ref } = await byCertificate.connect().provision(planFor(), intent);
    expect(await byCertificate.notMet(ref, planFor(), intent)).toEqual([]);
  });

  it.each([
    { kind: 'secret', ...app },
    { kind: 'secret', ...app, clientSecret: 'x', password: 'x' },
    { kind: 'secret', ...app, tenantId: 'contoso', clientSecret: 'x' },
    { kind: 'other', ...app },
  ])('are refused where they are not whole: %j', (given) => {
    expect(teams.given.safeParse(given).success).toBe(false);
  });
});

describe('settings', () => {
  it('default to Microsoft’s own addresses', () => {
    expect(teams.originsOf({})).toEqual(teams.vendorOrigins);
  });

  it.each([{ graphUrl: 'file:///etc/passwd' }, { graphURL: 'https://graph.microsoft.com' }])(
    'refuse what they do not know: %j',
    (settings) => {
      expect(teams.settings.safeParse(settings).success).toBe(false);
    },
  );

  it('name an organiser by object id only', () => {
    expect(teams.identity.schema.safeParse('coach@practice.example').success).toBe(false);
    expect(teams.identity.schema.safeParse(`${app.clientId}/../${app.tenantId}`).success).toBe(false);
    expect(teams.identity.schema.safeParse(`${app.clientId};${app.tenantId}`).success).toBe(false);
  });

  it('give one organiser one name, and one app one account, however they are written', () => {
    expect(teams.identity.schema.parse(` ${app.clientId.toUpperCase()} `)).toBe(app.clientId);
    const accountOf = ({ tenantId, clientId }: typeof app) =>
      teams.accountOf({
        settings: {},
        credentials: { kind: 'secret', tenantId, clientId, clientSecret: 'x' },
      });
    const shouted = { tenantId: app.tenantId.toUpperCase(), clientId: app.clientId.toUpperCase() };
    expect(accountOf(shouted)).toBe(accountOf(app));
  });
});

describe('verifying a connection', () => {
  const { bench, connect } = bySecret;
  const missing = ({ checks }: Verification) => checks.filter(({ ok }) => !ok);
  const without = (role: string) => ({ roles: APP_ROLES.filter((granted) => granted !== role) });

  it('finds an ordinary one in order, and advises to limit the mailboxes', async () => {
    const verification = await connect().verify(bench().organiser);
    expect(verification.ok).toBe(true);
    expect(missing(verification)).toEqual([]);
    expect(verification.checks.map(({ remedy }) => remedy).join()).toMatch(/New-ApplicationAccessPolicy/);
  });

  it('changes nothing', async () => {
    const before = await bench().meetings();
    await connect().verify(bench().organiser);
    expect(await bench().meetings()).toEqual(before);
  });

  it.each([
    ['OnlineMeetings.ReadWrite.All', false],
    ['Calendars.ReadWrite', false],
    ['OnlineMeetingRecording.Read.All', true],
    ['OnlineMeetingTranscript.Read.All', true],
    ['TeamsUserConfiguration.Read.All', true],
  ])('names %s where it is missing; the rest in order: %s', async (role, ok) => {
    await bench().setUp(without(role));
    const verification = await connect().verify(bench().organiser);
    expect(verification.ok).toBe(ok);
    expect(missing(verification).map(({ name }) => name)).toEqual([role]);
    expect(missing(verification)[0]?.remedy).toContain('Grant admin consent');
  });

  it('names the cmdlets of a missing application access policy, and how long it takes', async () => {
    await bench().setUp({}, { applicationAccessPolicy: false });
    const verification = await connect().verify(bench().organiser);
    expect(verification.ok).toBe(false);
    const policy = missing(verification).find(({ name }) => name === 'Teams application access policy');
    expect(policy?.remedy).toMatch(
      /New-CsApplicationAccessPolicy.*Grant-CsApplicationAccessPolicy.*30 minutes/,
    );
  });

  it('names the tenant’s switch where Graph says that apps may not see transcripts', async () => {
    const disabled = {
      error: { code: 'Forbidden', innerError: { code: 'GraphAccessToTranscriptsDisabled' } },
    };
    const graph: Graph = {
      signIn: async () => undefined,
      call: async () => ({}),
      exchange: async () => ({ status: 204, body: {} }),
      list: async ({ path, permission }) => {
        if (!path.endsWith('/transcripts')) return [];
        throw graphFailure(403, disabled, { repeatable: true, permission }, undefined);
      },
      takeMeeting: async () => undefined,
    };
    const credentials = { kind: 'secret', ...app, clientSecret: 'made-for-this-test' } as const;
    const verification = await verify(graph, credentials, bench().organiser, bench().now());
    expect(verification.ok).toBe(true);
    expect(missing(verification)[0]?.remedy).toMatch(/EnableGraphTranscriptAccess/);
  });

  it('is not content with the credentials alone: what an organiser is needed for stays untried', async () => {
    const verification = await connect().verify(undefined);
    expect(verification.ok).toBe(false);
    expect(verification.checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['token', true],
      ['organiser', false],
    ]);
    expect(verification.checks[1]?.remedy).toMatch(/application access policy.*Name one/);
  });

  it('says in time that a certificate ends', async () => {
    const at = (days: number) => new Date(Date.now() + days * 24 * 3_600_000);
    const check = async (now: Date) =>
      (await byCertificate.connect({ now: () => now }).verify(undefined)).checks.find(({ name }) =>
        name.startsWith('certificate'),
      );
    expect(await check(at(0))).toMatchObject({ ok: true, remedy: null });
    expect((await check(at(720)))?.remedy).toMatch(/new certificate/);
    expect(await check(at(740))).toMatchObject({ ok: false });
  });
});

describe('the posture', () => {
  const { bench, connect } = bySecret;

  it('names the policy that the organiser has', async () => {
    await bench().setUp(
      { meetingPolicies: [{ id: 'p1', name: 'Coaching', content: {} }] },
      { meetingPolicyId: 'p1' },
    );
    const posture = await connect().readPosture(bench().organiser);
    expect(posture['assigned.TeamsMeetingPolicy']).toMatchObject({ value: 'Coaching' });
  });

  it('does not know what the policy says, and says why', async () => {
    const posture = await connect().readPosture(bench().organiser);
    for (const parameter of ['AllowCloudRecording', 'AllowEngagementReport', 'LiveCaptionsEnabledType']) {
      expect(posture[`policy.${parameter}`]).toMatchObject({
        unknown: expect.stringContaining('Graph') as string,
      });
    }
  });

  it('leaves the name unknown where the app may not read it', async () => {
    await bench().setUp({ roles: ['OnlineMeetings.ReadWrite.All'] });
    const posture = await connect().readPosture(bench().organiser);
    expect(posture['assigned.TeamsMeetingPolicy']).toHaveProperty('unknown');
  });
});
