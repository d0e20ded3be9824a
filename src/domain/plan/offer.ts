import { catalogue, type ControlId } from '../controls/catalogue.ts';
import { isKnown, whyTooOld, type Expectation, type Posture } from '../evidence.ts';
import { sameJson, type Json } from '../json.ts';
import { compareMeans, type Means } from '../means.ts';
import { entryModeOn, type Requirement } from '../policy.ts';
import type { CompileInput } from './compile.ts';
import { offeredMeans, type CompileContext, type Offer, type Part } from './declaration.ts';
import type { Obligation, PlannedControl } from './plan.ts';
import type { Wire } from './wire.ts';

/** Why an offer could not be taken. */
interface Refusal {
  means: Means;
  why: string;
  closes?: string[];
  /** The account's setting is not known; knowing it might allow the offer. */
  unread?: true;
}

export type Taken = { found: true; planned: PlannedControl } | { found: false; refused: Refusal[] };

interface TakeInput extends CompileInput {
  control: ControlId;
  requirement: Requirement;
  /** What the plan sends, for all its controls. */
  wire: Wire;
  waitingRoomHolds: boolean;
  /** A guard of the same policy takes this away on this platform. */
  removed: boolean;
}

/** Takes the strongest offer that the policy accepts and that can be had, and says what was passed over and why. */
export function takeOffer(input: TakeInput): Taken {
  const { control, requirement, declaration } = input;
  const { value, level } = requirement;
  const offers = [...declaration.controls[control].offers].sort((a, b) =>
    compareMeans(offeredMeans(a), offeredMeans(b)),
  );
  const refused: Refusal[] = [];
  for (const offer of offers) {
    const means = offeredMeans(offer);
    const refusal = refuse(offer, input);
    if (refusal === undefined) {
      const obligations = offer.parts.map((part) => obligationOf(part, input));
      const passedOver = refused.map(({ means, why }) => ({ means, why }));
      return { found: true, planned: { control, value, level, means, obligations, passedOver } };
    }
    if (refusal !== 'not-offered') refused.push({ means, ...refusal });
  }
  return requirement.accept.includes('disclosed')
    ? { found: true, planned: disclosedOnly(input, refused) }
    : { found: false, refused };
}

/** Where nothing can be had and the policy, or a waiver, accepts that participants are told, they are told just that. */
function disclosedOnly({ control, requirement, declaration }: TakeInput, refused: Refusal[]): PlannedControl {
  const { value, level } = requirement;
  const sentence = `Not to be had on ${declaration.name} here: “${catalogue[control].meaning}”`;
  const obligation: Obligation = {
    means: 'disclosed',
    due: 'at-entry',
    expects: [],
    record: null,
    unverified: false,
    sentence,
  };
  const passedOver = refused.map(({ means, why }) => ({ means, why }));
  return { control, value, level, means: 'disclosed', obligations: [obligation], passedOver };
}

function refuse(offer: Offer, input: TakeInput): Omit<Refusal, 'means'> | 'not-offered' | undefined {
  const { control, requirement, policy, ruledOut, declaration } = input;
  if (offer.when?.holds(requirement.value, input) === false) return 'not-offered';
  for (const part of offer.parts) {
    if (!requirement.accept.includes(part.means)) return { why: 'The policy does not accept it.' };
    if (ruledOut[control]?.includes(part.means) === true)
      return { why: 'It could not be read back in this session.' };
    if (input.removed && part.means !== 'disclosed')
      return { why: 'Another control of this policy removes it.' };
    if (part.means === 'service') {
      const mode = entryModeOn(policy, declaration.platform);
      if (part.page && mode === 'platform')
        return {
          why: 'It needs our page, which this entry mode does without.',
          closes: ['Choose another entry mode, or waive this for the client.'],
        };
      if (catalogue[control].backstop !== undefined && !input.waitingRoomHolds && mode !== 'front-door') {
        return {
          why: 'Without a waiting room that is set on the meeting, a leaked link would reach the session.',
          closes: ['Make a waiting room for everyone, set on the meeting, a must of the policy.'],
        };
      }
    }
    if (part.means === 'enforced') {
      const otherwise = sentOtherwise(part, input);
      if (otherwise !== undefined)
        return { why: `For another control this plan sets ${otherwise} otherwise.` };
    }
    if (part.means === 'account') {
      const missing = accountShortfall(part, input);
      if (missing !== undefined) return missing;
    }
  }
  return undefined;
}

/** An item that this plan itself sends otherwise than the part expects it back: it could never be met. */
function sentOtherwise(part: Extract<Part, { means: 'enforced' }>, input: TakeInput): string | undefined {
  return expectedBack(part, input).find(({ from, item, oneOf }) => {
    const sent = input.wire[item];
    return from === 'meeting' && sent !== undefined && !oneOf.some((allowed) => sameJson(allowed, sent));
  })?.item;
}

/** What the part names, and every field of the control besides: nothing that is sent goes unjudged. */
function expectedBack(
  { expects = [] }: Extract<Part, { means: 'enforced' }>,
  input: TakeInput,
): Expectation[] {
  const named = derive(expects, input.requirement.value, input);
  const besides = fieldsReadBack(input).filter(({ item }) =>
    named.every((expected) => expected.item !== item),
  );
  const schedule = input.control === 'entry.unique-meeting.v1' ? scheduleReadBack(input) : [];
  return [...named, ...besides, ...schedule];
}

/** A meeting of its own is a meeting at its own time: one that stands at another is not this session’s. */
const scheduleReadBack = (input: TakeInput): Expectation[] =>
  input.declaration.schedule(input).map((item): Expectation => {
    const sent = input.wire[item];
    if (sent === undefined) throw new TypeError(`The schedule’s path ${item} is not sent`);
    return { from: 'meeting', item, oneOf: [sent] };
  });

function accountShortfall(
  part: Extract<Part, { means: 'account' }>,
  input: TakeInput,
): Omit<Refusal, 'means'> | undefined {
  const maxAgeMs = input.policy.postureMaxAgeHours * 3_600_000;
  const expects = derive(part.expects, input.requirement.value, input);
  if (expects.length === 0) return { why: 'Nothing of it can be read from the account.' };
  for (const { item, oneOf } of expects) {
    const reading = freshReading(input.posture, item, input.at, maxAgeMs);
    if (typeof reading === 'string')
      return { why: `Not known of this account: ${reading}`, closes: [part.access], unread: true };
    if (!oneOf.some((allowed) => sameJson(allowed, reading.value))) {
      return { why: 'The account is set otherwise.', closes: [part.remedy] };
    }
  }
  return undefined;
}

/** A posture item's value, or why it is not known at that time. */
export function freshReading(
  posture: Posture,
  item: string,
  at: Date,
  maxAgeMs: number,
): { value: Json } | string {
  const reading = posture[item];
  if (reading === undefined) return `${item} was not read.`;
  const tooOld = whyTooOld(reading.readAt, at, maxAgeMs);
  if (tooOld !== undefined) return `${item} ${tooOld}.`;
  return isKnown(reading) ? reading : reading.unknown;
}

function obligationOf(part: Part, input: TakeInput): Obligation {
  const { value } = input.requirement;
  const base = { means: part.means, expects: [], record: null, unverified: false };
  switch (part.means) {
    case 'enforced': {
      const sentence = part.sentence ?? 'Set on this meeting and read back.';
      return { ...base, due: 'before-unseal', expects: expectedBack(part, input), sentence };
    }
    case 'account': {
      const sentence = 'Set on the account, read and not written by us.';
      return { ...base, due: 'before-unseal', expects: derive(part.expects, value, input), sentence };
    }
    case 'service':
      return { ...base, due: part.due, record: part.record, sentence: part.sentence };
    case 'host':
      // One kind for each control: what the coach did for one is no evidence of another.
      return { ...base, due: 'live', record: `host-duty:${input.control}`, sentence: part.duty };
    case 'notice':
      return { ...base, due: 'at-entry', record: 'notice', sentence: part.sentence };
    case 'disclosed':
      return { ...base, due: 'at-entry', sentence: part.sentence };
    case 'absent':
      return { ...base, due: 'at-entry', unverified: part.unverified === true, sentence: part.sentence };
  }
}

/** Every field of the control, expected back as it was sent. */
function fieldsReadBack(input: TakeInput): Expectation[] {
  const { fields, notReadBack = [] } = input.declaration.controls[input.control];
  const sent = fields?.(input.requirement.value, input) ?? {};
  return Object.entries(sent)
    .filter(([item]) => !notReadBack.includes(item))
    .map(([item, value]) => ({ from: 'meeting', item, oneOf: [value] }));
}

const derive = (
  expects: Expectation[] | ((value: Json, context: CompileContext) => Expectation[]),
  value: Json,
  context: CompileContext,
): Expectation[] => (typeof expects === 'function' ? expects(value, context) : expects);
