import { z } from 'zod';

const id = z.string().min(1).max(100);
const words = z.string().trim().min(1).max(4000);
const title = z.string().trim().min(1).max(200);
const requestId = z.string().min(8).max(100);

export const proposalKinds = ['idea', 'need', 'innovation'] as const;
export const proposalOrigins = [
  'front-line',
  'patients-and-families',
  'management',
  'signal',
  'research',
  'other-organisation',
] as const;
export const decisionOutcomes = [
  'try',
  'prioritise',
  'spread',
  'mandate',
  'park',
  'decline',
  'pass-on',
] as const;

/** What rules of decision look at: the attributes of the organisation, with one of their values each. */
const attributes = z.record(id, id).refine((all) => Object.keys(all).length <= 30, 'at most 30');
/** The last step of the proposal's route that the reader has seen; what moved on since is refused, not overwritten. */
const seenStep = z.number().int().nullable().default(null);

/** Proposals, deciding together, and the support unit's queue: part of the commands of POST /api/commands/NAME. */
export const decidingCommandSchemas = {
  /** In a thread, or with a thread of its own in a unit. */
  'proposal.raise': z.object({
    requestId,
    threadId: id.nullable().default(null),
    unitId: id.nullable().default(null),
    kind: z.enum(proposalKinds),
    origin: z.enum(proposalOrigins).default('front-line'),
    title,
    text: words,
    attributes: attributes.default({}),
    concernsUnitId: id.nullable().default(null),
    earlierIds: z.array(id).max(10).default([]),
  }),
  'proposal.consider': z.object({ requestId, proposalId: id, seenStep }),
  /** Points by criterion, 0…10. */
  'proposal.score': z.object({
    requestId,
    proposalId: id,
    points: z.record(id, z.number()),
  }),
  'proposal.open-scores': z.object({ requestId, proposalId: id }),
  'proposal.declare-interest': z.object({ requestId, proposalId: id, text: words }),
  'proposal.decide': z.object({
    requestId,
    proposalId: id,
    outcome: z.enum(decisionOutcomes),
    reason: words,
    returnOn: z.iso.date().nullable().default(null),
    toForumId: id.nullable().default(null),
    seenStep,
    presentIds: z.array(id).max(200).default([]),
  }),
  'proposal.dissent': z.object({ requestId, proposalId: id, text: words }),
  'proposal.reassess': z.object({
    requestId,
    proposalId: id,
    attributes,
    concernsUnitId: id.nullable().default(null),
    reason: words,
  }),
  'forum.set-criteria': z.object({
    requestId,
    forumId: id,
    criteria: z
      .array(
        z.object({
          id: z.string().regex(/^[a-z0-9-]{1,40}$/),
          name: z.object({ en: title, sv: title }),
          weight: z.number().positive().max(100),
        }),
      )
      .min(1)
      .max(12),
  }),
  'forum.start-dots': z.object({
    requestId,
    forumId: id,
    dotsEach: z.number().int().min(1).max(50).nullable().default(null),
  }),
  'forum.lay-dots': z.object({ requestId, forumId: id, dots: z.record(id, z.number()) }),
  'forum.open-dots': z.object({ requestId, forumId: id }),
  'support.request': z.object({
    requestId,
    unitId: id,
    threadId: id.nullable().default(null),
    title,
    text: words,
  }),
  'support.take': z.object({ requestId, supportId: id }),
  'support.answer': z.object({ requestId, supportId: id, answer: words }),
} as const;
