import { ProblemError, problem } from '#core';
import { type Forum, leadOf, routeUp, type Unit } from '#organisation';
import {
  openForIdea,
  type Proposal,
  type ProposalKind,
  type ProposalOrigin,
  requireOpen,
  settle,
  type ThreadContent,
} from '#practice';
import {
  type Changes,
  insertProposal,
  insertProposalStep,
  insertThread,
  proposalsById,
  takeUpSignals,
  updateThread,
} from '#store';
import { type Act, command } from '../command.ts';
import type { OrganisationInForce } from '../context.ts';
import { followRules, stepOf } from '../deciding/hand-over.ts';
import { refuseUnknownAttributes } from '../deciding/known-attributes.ts';
import { found, notFound, permitted } from '../trouble.ts';
import { threadWanted } from './loading.ts';

type Input = {
  readonly requestId: string;
  /** The thread it belongs to; null for one of its own. */
  readonly threadId: string | null;
  /** The unit, where there is no thread yet. */
  readonly unitId: string | null;
  readonly kind: ProposalKind;
  readonly origin: ProposalOrigin;
  readonly title: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly concernsUnitId: string | null;
  readonly earlierIds: readonly string[];
};

/** Anybody may raise a proposal, in a thread or with a thread of its own; the rules send it to where it is decided. */
export const raiseProposal = command({
  name: 'proposal.raise',
  load: async (tx, input: Input, organisation) => {
    refuseUnknownAttributes(organisation, input.attributes);
    await refuseUnknownNames(tx, input, organisation);
    if (input.threadId === null)
      return { content: null, unit: unitWanted(input.unitId, organisation) };
    const content = await threadWanted(tx, { threadId: input.threadId });
    return { content, unit: unitWanted(content.thread.unitId, organisation) };
  },
  unitOf: ({ unit }) => unit.id,
  undoneBy: 'proposal.decide',
  run: async (tx, state, input, act) => {
    const content = state.content ?? (await openedBy(tx, { unit: state.unit, input, act }));
    const { id: threadId, unitId } = permitted(requireOpen(content.thread));
    const forum = nearestForum(unitId, act);
    const proposal = raised({ input, threadId, unitId, forum }, act);
    await insertProposal(tx, proposal);
    await takeUpSignals(tx, threadId);
    const { title, text, kind } = input;
    return {
      entry: {
        ...{ unitId, threadId, proposalId: proposal.id, forumId: forum.id },
        words: { kind, title, text },
        detail: { origin: input.origin, attributes: input.attributes },
      },
      afterwards: async (changes, entry) => {
        const first = { ...proposal, lastStep: entry.seq };
        await insertProposalStep(changes, {
          ...{ ...stepOf(entry, first), move: 'raise', reason: text },
        });
        const where = { organisation: act.organisation, at: act.at };
        await save(changes, content, await followRules(changes, first, where), act.at);
      },
    };
  },
});

/** Whoever proposes something has looked. */
async function save(
  tx: Changes,
  content: ThreadContent,
  proposal: Proposal,
  at: string,
): Promise<void> {
  const thread = { ...content.thread, lookedAt: content.thread.lookedAt ?? at };
  const proposals = [...content.proposals, proposal];
  await updateThread(tx, settle({ ...content, thread, proposals }, at));
}

interface Opening {
  readonly unit: Unit;
  readonly input: Input;
  readonly act: Act;
}

/** A thread of its own. Whoever answers for the unit owns it, so that it waits for somebody who can act. */
async function openedBy(tx: Changes, { unit, input, act }: Opening): Promise<ThreadContent> {
  const { people, tree } = act.organisation;
  const ownerId = (leadOf(people, tree, unit.id) ?? act.person).id;
  const { title } = input;
  const opening = { id: act.newId(), unitId: unit.id, measureId: null, title, ownerId, at: act.at };
  const thread = openForIdea(opening);
  await insertThread(tx, thread);
  return { thread, proposals: [], cycles: [] };
}

function unitWanted(unitId: string | null, { tree }: OrganisationInForce): Unit {
  if (unitId !== null) return found(tree.byId.get(unitId), 'unit', unitId);
  throw new ProblemError(
    problem(
      'proposal-without-place',
      'A proposal needs a unit, or the thread it belongs to.',
      'Say where you work or receive care.',
      'unitId',
    ),
  );
}

async function refuseUnknownNames(
  tx: Changes,
  { earlierIds, concernsUnitId }: Input,
  organisation: OrganisationInForce,
): Promise<void> {
  if (concernsUnitId !== null) unitWanted(concernsUnitId, organisation);
  const known = await proposalsById(tx, earlierIds);
  const missing = earlierIds.find((id) => !known.some((one) => one.id === id));
  if (missing !== undefined) throw notFound('proposal', missing);
}

const nearestForum = (unitId: string, { organisation }: Act): Forum =>
  found(routeUp(organisation, unitId)[0], 'forum', unitId);

interface Raising {
  readonly input: Input;
  readonly threadId: string;
  readonly unitId: string;
  readonly forum: Forum;
}

const raised = (
  { input, threadId, unitId, forum }: Raising,
  { person, at, newId }: Act,
): Proposal => ({
  id: newId(),
  ...{ threadId, unitId },
  kind: input.kind,
  origin: input.origin,
  attributes: input.attributes,
  concernsUnitId: input.concernsUnitId,
  prepared: false,
  askedByForumId: null,
  earlierIds: input.earlierIds,
  title: input.title,
  text: input.text,
  raisedBy: person.id,
  raisedAt: at,
  state: 'raised',
  forumId: forum.id,
  atForumSince: at,
  returnOn: null,
  firstDecidedAt: null,
  lastStep: 0,
});
