import { z } from 'zod';
import type { PolicyWithVersion } from '../../application/policies.ts';
import type { PolicyHead, PolicyVersion } from '../../application/ports.ts';
import { ControlId } from '../../domain/controls/catalogue.ts';
import { Means } from '../../domain/means.ts';
import { Overlay, Policy, Requirement } from '../../domain/policy.ts';
import { recordShape, recordView } from './record.ts';

/*
 * What is stored is canonical already, and the domain's schemas make it so one way only. These are the same without that step,
 * so that answers can be checked against them.
 */
const RequirementView = Requirement.extend({ accept: z.array(Means).describe('Strongest first.') }).meta({
  id: 'StoredRequirement',
  description: 'What a policy asks of one control.',
});
const RequirementsView = z.partialRecord(ControlId, RequirementView);

export const PolicyBody = z.strictObject({ ...Policy.shape, controls: RequirementsView }).meta({
  id: 'PolicyBody',
  description: 'One version of a policy: per control a value, a level and accepted means.',
});

export const OverlayView = z
  .strictObject({ ...Overlay.shape, controls: RequirementsView })
  .meta({ id: 'StoredOverlay', description: 'What a client asks beyond the policy.' });

const summaryShape = {
  ...recordShape,
  externalRef: z.string().nullable(),
  name: z.string(),
  currentVersion: z.int().describe('The number that sessions made from now on take.'),
};

export const PolicySummary = z
  .object(summaryShape)
  .meta({ id: 'PolicySummary', description: 'A policy without its body.' });

export const PolicyResource = z
  .object({ ...summaryShape, body: PolicyBody })
  .meta({ id: 'StoredPolicy', description: 'A policy with its current version.' });

export const PolicyVersionResource = z
  .object({
    id: z.uuid(),
    policyId: z.uuid(),
    number: z.int(),
    body: PolicyBody,
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'PolicyVersion', description: 'One version of a policy; it never changes.' });

export const policySummary = (head: PolicyHead): z.infer<typeof PolicySummary> => ({
  ...recordView(head),
  externalRef: head.externalRef,
  name: head.name,
  currentVersion: head.currentVersion,
});

export const policyView = ({ head, version }: PolicyWithVersion): z.infer<typeof PolicyResource> => ({
  ...policySummary(head),
  body: version.body,
});

export const policyVersionView = ({
  id,
  policyId,
  number,
  body,
  createdAt,
}: PolicyVersion): z.infer<typeof PolicyVersionResource> => ({
  id,
  policyId,
  number,
  body,
  createdAt: createdAt.toISOString(),
});
