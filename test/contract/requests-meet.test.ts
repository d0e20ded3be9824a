import { decodeJwt, decodeProtectedHeader } from 'jose';
import { beforeAll, expect, it } from 'vitest';
import { scopes } from '../../src/providers/meet/scopes.ts';
import { startMiddle } from '../conformance/middle.ts';
import { ADMIN, delegating } from '../conformance/meet.harness.ts';
import { coHosted, connectMeet } from '../providers/meet/bench.ts';
import { meetDocuments, requestChecker, type Discovery, type Sent } from './google-spec.ts';
import { closed, describeContract, loadSpec, validator, type Schema } from './specs.ts';

/** Everything that the adapter ever sends: each operation, also those that set a misbehaving vendor right. */
async function everyRequest(): Promise<Sent[]> {
  const meet = await connectMeet(delegating(...Object.values(scopes)));
  const middle = await startMiddle(meet.origin);
  try {
    const client = meet.connect({ origin: middle.origin, credentials: { policyReader: ADMIN } });
    const plan = await meet.plan(coHosted);
    const intent = meet.intend();
    await client.verify(intent.organiser);
    await client.readPosture(intent.organiser);
    await meet.misbehave({ kind: 'drop', operation: 'member.create', field: 'role', times: 1 });
    await meet.misbehave({ kind: 'inherit', operation: 'space.create', field: 'config.accessType' });
    const { ref } = await client.provision(plan, intent);
    await client.observe(ref, plan, intent);
    await client.revise(ref, plan, intent);
    await client.revise(ref, plan, meet.intend({ slots: { coach: 'next@practice.example' } }));
    await meet.does(ref, { action: 'start' });
    await meet.does(ref, { action: 'record-start' });
    await client.endNow?.(ref, intent);
    await client.listArtifacts?.(ref, intent);
    await client.retire(ref, intent);
    return middle.passed;
  } finally {
    await middle.close();
    await meet.close();
  }
}

interface TokenEndpoint {
  request: Schema;
  assertionClaims: Schema;
}

describeContract('what the Meet adapter sends, by Google’s documents', () => {
  let sent: Sent[];
  let check: ReturnType<typeof requestChecker>;
  beforeAll(async () => {
    sent = await everyRequest();
    check = requestChecker([...meetDocuments(), loadSpec<Discovery>('cloudidentity-v1.discovery.json')]);
  });

  const calls = () => sent.filter(({ path }) => path !== '/token');

  it('is each method’s own request, closed', () => {
    for (const call of calls()) expect(check(call).problems, `${call.method} ${call.path}`).toEqual([]);
  });

  it('is all that the adapter can do', () => {
    expect([...new Set(calls().map((call) => check(call).id))].toSorted()).toEqual([
      'cloudidentity.policies.list',
      'meet.conferenceRecords.list',
      'meet.conferenceRecords.recordings.list',
      'meet.conferenceRecords.smartNotes.list',
      'meet.conferenceRecords.transcripts.list',
      'meet.spaces.create',
      'meet.spaces.endActiveConference',
      'meet.spaces.get',
      'meet.spaces.members.create',
      'meet.spaces.members.delete',
      'meet.spaces.members.list',
      'meet.spaces.members.patch',
      'meet.spaces.patch',
    ]);
  });

  it('would be found out with a field that Google does not have', () => {
    const [create] = sent.filter(({ method, path }) => method === 'POST' && path === '/v2/spaces');
    const body = JSON.stringify({ config: { accessType: 'RESTRICTED', firstJoinerType: 'HOSTS_ONLY' } });
    expect(check({ method: 'POST', path: '/v2/spaces', body: create?.body ?? '' }).problems).toEqual([]);
    expect(check({ method: 'POST', path: '/v2/spaces', body }).problems).toHaveLength(1);
  });

  it('names in each change the fields that it changes', () => {
    const patches = sent.filter(({ method, path }) => method === 'PATCH' && !path.includes('/members/'));
    expect(patches.length).toBeGreaterThan(1);
    for (const { path, body } of patches) {
      const mask = new URL(path, 'http://api').searchParams.get('updateMask')?.split(',') ?? [];
      expect(mask.toSorted()).toEqual(leavesOf(JSON.parse(body) as object).toSorted());
    }
  });

  it('asks for tokens as Google’s token endpoint takes them, one for each set of scopes', () => {
    const { google } = loadSpec<{ google: TokenEndpoint }>('token-endpoints.schemas.json');
    const [checkForm, checkClaims] = [google.request, google.assertionClaims].map((schema) =>
      validator(closed(schema)),
    );
    const asked = new Set<unknown>();
    for (const { body } of sent.filter(({ path }) => path === '/token')) {
      const form = Object.fromEntries(new URLSearchParams(body));
      expect(checkForm?.(form)).toEqual([]);
      const claims = decodeJwt(form['assertion'] ?? '');
      expect(checkClaims?.(claims)).toEqual([]);
      expect(decodeProtectedHeader(form['assertion'] ?? '').alg).toBe('RS256');
      asked.add(claims['scope']);
    }
    expect(asked).toEqual(
      new Set([`${scopes.created} ${scopes.settings}`, scopes.created, scopes.settings, scopes.policies]),
    );
  });
});

const leavesOf = (value: object): string[] =>
  Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null ? leavesOf(inner).map((leaf) => `${name}.${leaf}`) : [name],
  );
