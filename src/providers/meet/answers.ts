import { z } from 'zod';
import { Json } from '../../domain/json.ts';

/*
 * What is read of Google's answers. They stay open for what Google adds; dial-in numbers, PINs, names of participants and
 * file addresses are not in here and are dropped where they arrive.
 */

const SpaceName = z.string().regex(/^spaces\/[\w-]+$/);
const MeetingCode = z.string().regex(/^[\w-]+$/);

export const Space = z.object({
  name: SpaceName,
  meetingUri: z.url({ protocol: /^https?$/ }),
  meetingCode: MeetingCode,
  /** Google shows the configuration to the owner only. */
  config: z.record(z.string(), Json).optional(),
  activeConference: z.object({ conferenceRecord: z.string().optional() }).optional(),
});
export type Space = z.infer<typeof Space>;

/** The unspecified role is left out of Google's answers. */
export const Member = z.object({
  name: z.string().regex(/^spaces\/[\w-]+\/members\/[\w.@+-]+$/),
  email: z.string().optional(),
  role: z.string().default('ROLE_UNSPECIFIED'),
});
export type Member = z.infer<typeof Member>;

export interface Page<Item> {
  items: Item[];
  nextPageToken: string | undefined;
}

/** A page of a list: Google leaves out an empty list. */
const page = <Item>(key: string, item: z.ZodType<Item>): z.ZodType<Page<Item>> =>
  z.looseObject({ nextPageToken: z.string().optional() }).transform((answer, context) => {
    const items = z.array(item).safeParse(answer[key] ?? []);
    if (items.success) return { items: items.data, nextPageToken: answer.nextPageToken };
    context.addIssue({ code: 'custom', message: `${key} is not as documented` });
    return z.NEVER;
  });

export const MemberPage = page('members', Member);
export const RecordPage = page(
  'conferenceRecords',
  z.object({ name: z.string().regex(/^conferenceRecords\/[\w-]+$/) }),
);

const Trace = z.object({ startTime: z.iso.datetime({ offset: true }).optional() });
export const RecordingPage = page('recordings', Trace);
export const TranscriptPage = page('transcripts', Trace);
export const SmartNotePage = page('smartNotes', Trace);

export const Policy = z.object({
  policyQuery: z
    .object({
      orgUnit: z.string().default(''),
      group: z.string().default(''),
      query: z.string().default(''),
      sortOrder: z.number().default(0),
    })
    .prefault({}),
  setting: z.object({ type: z.string(), value: z.record(z.string(), Json).default({}) }),
  type: z.string().optional(),
});
export type Policy = z.infer<typeof Policy>;
export const PolicyPage = page('policies', Policy);

/** An answer without anything in it. */
export const Nothing = z.looseObject({});
