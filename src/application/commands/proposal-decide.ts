import { problem } from '#core';
import { type Forum, nextForum, type RouteAnswer } from '#organisation';
import {
  type DecisionOutcome,
  type Deliberation,
  decide,
  directionOf,
  type Proposal,
  quorum,
  requireOpen,
  type ThreadContent,
} from '#practice';
import {
  type Changes,
  type EntryDetail,
  insertProposalStep,
  updateConsideration,
  updateProposal,
} from '#store';
import { command } from '../command.ts';
import type { OrganisationInForce } from '../context.ts';
import { tallied } from '../deciding/deliberation.ts';
import { forumWanted, handedOver, routeAnswer, stepOf } from '../deciding/hand-over.ts';
import { Conflict, permitted } from '../trouble.ts';
import { onTheTable, replaced, saveSettled, tableIds } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly proposalId: string;
  readonly outcome: DecisionOutcome;
  readonly reason: string;
  readonly returnOn: string | null;
  /** Where it is passed on to; null for where the rules send it, or else the next forum up. */
  readonly toForumId: string | null;
  /** The last step of the route that whoever decides has seen. */
  readonly seenStep: number | null;
  /** Members who are in the room; they count towards the quorum. */
  readonly presentIds: readonly string[];
};

/** A forum's decision is recorded by its chair, or by someone who may decide in the unit that it belongs to. */
export const decideProposal = command({
  name: 'proposal.decide',
  load: onTheTable<Input>,
  unitOf: ({ forum }) => forum.unitId,
  forumOf: ({ forum }) => forum,
  undoneBy: null,
  run: async (tx, table, input, { at, organisation }) => {
    const { content, forum, deliberation } = table;
    permitted(requireOpen(content.thread));
    const answer = routeAnswer(organisation, content.proposal);
    const to = destination({ input, forum, answer }, organisation);
    const { outcome, returnOn, seenStep } = input;
    const ruling = { outcome, returnOn, seenStep, toForumId: to?.id ?? null, at };
    const decided = permitted(decide(content.proposal, ruling));
    const detail = decidedBy({ input, forum, answer, deliberation }, organisation);
    const way = { organisation, proposal: content.proposal, to, answer };
    const proposal = passed(decided, way);
    await save(tx, { content, proposal, deliberation }, at);
    const direction = to === null ? 'stays' : directionOf(organisation, forum, to);
    return {
      entry: {
        ...tableIds(table),
        words: wordsOf(input, proposal),
        detail: { ...detail, outcome, nowAtForum: proposal.forumId, direction },
      },
      afterwards: (changes, entry) =>
        insertProposalStep(changes, {
          ...stepOf(entry, proposal),
          ...{ move: outcome, forumId: forum.id, direction, reason: input.reason },
          because: answer.kind === 'stuck' ? null : answer.because,
        }),
    };
  },
});

interface Saving {
  readonly content: ThreadContent;
  readonly proposal: Proposal;
  readonly deliberation: Deliberation;
}

async function save(tx: Changes, saving: Saving, at: string): Promise<void> {
  const { content, proposal, deliberation } = saving;
  const { consideration } = deliberation;
  if (consideration !== null) await updateConsideration(tx, { ...consideration, closedAt: at });
  await updateProposal(tx, proposal);
  const proposals = replaced(content.proposals, proposal);
  await saveSettled(tx, { ...content, proposals }, at);
}

interface Way {
  readonly input: Input;
  readonly forum: Forum;
  readonly answer: RouteAnswer;
}

/** Where a proposal that is passed on goes; null when it is not, or when there is nowhere. */
function destination({ input, forum, answer }: Way, organisation: OrganisationInForce) {
  if (input.outcome !== 'pass-on') return null;
  if (input.toForumId !== null) return forumWanted(organisation, input.toForumId);
  if (answer.kind === 'hand-over') return forumWanted(organisation, answer.next.forumId);
  return nextForum(organisation, forum) ?? null;
}

function passed(
  decided: Proposal,
  way: {
    readonly organisation: OrganisationInForce;
    readonly proposal: Proposal;
    readonly to: Forum | null;
    readonly answer: RouteAnswer;
  },
): Proposal {
  const { organisation, proposal, to, answer } = way;
  if (to === null) return decided;
  const { unitId, concernsUnitId, prepared, askedByForumId } = handedOver(organisation, {
    ...{ proposal, to, answer },
  });
  return { ...decided, unitId, concernsUnitId, prepared, askedByForumId };
}

/** Passing on and parking put a decision off; the others are the forum's own word, and need its right and its quorum. */
function decidedBy(
  { input, forum, answer, deliberation }: Way & { readonly deliberation: Deliberation },
  organisation: OrganisationInForce,
): EntryDetail {
  const because = answer.kind === 'stuck' ? {} : { because: answer.because, ruleId: answer.ruleId };
  if (input.outcome === 'pass-on' || input.outcome === 'park') return because;
  if (answer.kind === 'stuck') throw new Conflict(answer.problem);
  if (answer.kind === 'hand-over') throw new Conflict(notTheirs(answer, organisation));
  const together = deliberation.consideration !== null;
  if (!together && forum.quorum === null) return because;
  const { needed, takingPart } = permitted(quorum(deliberation, input.presentIds));
  const scores = together ? tallied(deliberation) : {};
  return { ...because, ...scores, quorum: { needed, takingPart } };
}

const notTheirs = (
  { because, next }: Extract<RouteAnswer, { readonly kind: 'hand-over' }>,
  organisation: OrganisationInForce,
) =>
  problem(
    'not-this-forums-to-decide',
    `This forum does not decide such a proposal itself, because ${because.en}.`,
    `Pass it on to ${forumWanted(organisation, next.forumId).name.en}, or park it until a date.`,
    next.forumId,
    { because, forum: forumWanted(organisation, next.forumId).name },
  );

function wordsOf({ reason }: Input, proposal: Proposal): Record<string, string> {
  const returning = proposal.returnOn === null ? {} : { returnOn: proposal.returnOn };
  return { title: proposal.title, reason, ...returning };
}
