import { z } from 'zod';
import { catalogue, controlIds, type ControlId } from '../domain/controls/catalogue.ts';
import type { ControlKind } from '../domain/controls/control.ts';
import type { Json } from '../domain/json.ts';
import type { Due, Means } from '../domain/means.ts';
import { offeredMeans, type Offer, type Part } from '../domain/plan/declaration.ts';
import type { RegisteredProvider } from '../domain/provider.ts';

/** A JSON Schema, 2020-12. */
export type JsonSchema = Record<string, Json>;

/** One thing that an offer needs. */
export interface OfferedPart {
  means: Means;
  due: Due;
  /** What is done, or what the platform does not do; null where setting and reading back says it all. */
  sentence: string | null;
  /** `account` only: what an administrator would set, and where. */
  remedy: string | null;
  /** `account` only: the access that makes it readable. */
  access: string | null;
  /** `absent` only: no source confirms it, so its verdict stays unknown. */
  unverified: boolean;
}

/** One way to meet a control on a platform: all of its parts together. */
export interface OfferedMeans {
  /** The weakest means that it needs. */
  means: Means;
  /** When it can be had, beyond what the account allows; null for always. */
  when: string | null;
  parts: OfferedPart[];
}

/** What one platform can do, as its provider declares it: read from the declaration that compiling uses, so the two agree. */
export interface PlatformCapabilities {
  platform: string;
  name: string;
  backings: { hosting: string; offered: string[] }[];
  liveActs: string[];
  identity: string;
  settingsSchema: JsonSchema;
  credentialsSchema: JsonSchema;
  refusedEntryModes: { mode: string; why: string }[];
  collisions: { control: ControlId; value: Json; removes: ControlId[]; why: string }[];
  controls: { control: ControlId; offers: OfferedMeans[]; sources: string[] }[];
}

/** Every registered platform with what it can do. */
export const describePlatforms = (
  providers: Readonly<Record<string, RegisteredProvider>>,
): PlatformCapabilities[] => Object.values(providers).map(describePlatform);

function describePlatform({
  declaration,
  acts,
  identity,
  settings,
  given,
}: RegisteredProvider): PlatformCapabilities {
  const { platform, name, backings, refusedEntryModes, collisions, controls } = declaration;
  return {
    platform,
    name,
    backings: Object.entries(backings).map(([hosting, offered]) => ({ hosting, offered: [...offered] })),
    liveActs: [...acts],
    identity: identity.says,
    settingsSchema: schemaOf(settings),
    credentialsSchema: schemaOf(given),
    refusedEntryModes: Object.entries(refusedEntryModes).map(([mode, why]) => ({ mode, why })),
    collisions: collisions.map(({ control, value, removes, why }) => ({
      control,
      value,
      removes: [...removes],
      why,
    })),
    controls: controlIds.map((control) => ({
      control,
      offers: controls[control].offers.map(describeOffer),
      sources: [...controls[control].sources],
    })),
  };
}

const describeOffer = (offer: Offer): OfferedMeans => ({
  means: offeredMeans(offer),
  when: offer.when?.says ?? null,
  parts: offer.parts.map(describePart),
});

const dues: Record<Exclude<Means, 'service'>, Due> = {
  enforced: 'before-unseal',
  account: 'before-unseal',
  host: 'live',
  notice: 'at-entry',
  disclosed: 'at-entry',
  absent: 'at-entry',
};

function describePart(part: Part): OfferedPart {
  const nothing = { sentence: null, remedy: null, access: null, unverified: false };
  if (part.means === 'service')
    return { ...nothing, means: part.means, due: part.due, sentence: part.sentence };
  const base = { ...nothing, means: part.means, due: dues[part.means] };
  switch (part.means) {
    case 'enforced':
      return { ...base, sentence: part.sentence ?? null };
    case 'account':
      return { ...base, remedy: part.remedy, access: part.access };
    case 'host':
      return { ...base, sentence: part.duty };
    case 'notice':
    case 'disclosed':
      return { ...base, sentence: part.sentence };
    case 'absent':
      return { ...base, sentence: part.sentence, unverified: part.unverified === true };
  }
}

export interface ControlDescription {
  id: ControlId;
  kind: ControlKind;
  meaning: string;
  guide: string | null;
  /** Whether a policy may leave it out. */
  optional: boolean;
  valueSchema: JsonSchema;
}

/** The control catalogue. */
export const describeControls = (): ControlDescription[] =>
  controlIds.map((id) => {
    const { kind, meaning, guide, off, order } = catalogue[id];
    return { id, kind, meaning, guide, optional: off !== undefined, valueSchema: schemaOf(order.schema) };
  });

function schemaOf(schema: z.ZodType): JsonSchema {
  const described: JsonSchema = JSON.parse(
    JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })),
  ) as JsonSchema;
  delete described['$schema'];
  return described;
}
