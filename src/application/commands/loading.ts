import type { Forum } from '#organisation';
import {
  type Cycle,
  type Deliberation,
  type Proposal,
  settle,
  type Thread,
  type ThreadContent,
} from '#practice';
import {
  type Changes,
  isKnownMeasure,
  lockThread,
  threadOfCycle,
  threadOfProposal,
  updateThread,
} from '#store';
import type { OrganisationInForce } from '../context.ts';
import { deliberationOn } from '../deciding/deliberation.ts';
import { forumWanted } from '../deciding/hand-over.ts';
import { found, notFound } from '../trouble.ts';

export const threadUnit = ({ thread }: ThreadContent): string => thread.unitId;

export const threadWanted = async (
  tx: Changes,
  { threadId }: { readonly threadId: string },
): Promise<ThreadContent> => found(await lockThread(tx, threadId), 'thread', threadId);

export async function proposalWanted(tx: Changes, proposalId: string) {
  const threadId = found(await threadOfProposal(tx, proposalId), 'proposal', proposalId);
  const content = await threadWanted(tx, { threadId });
  const proposal = content.proposals.find(({ id }) => id === proposalId);
  return { ...content, proposal: found(proposal, 'proposal', proposalId) };
}

export async function cycleWanted(tx: Changes, { cycleId }: { readonly cycleId: string }) {
  const threadId = found(await threadOfCycle(tx, cycleId), 'cycle', cycleId);
  const content = await threadWanted(tx, { threadId });
  const cycle = content.cycles.find(({ id }) => id === cycleId);
  return { ...content, cycle: found(cycle, 'cycle', cycleId) };
}

/** Saves the thread as it stands after the content has changed. */
export async function saveSettled(
  tx: Changes,
  content: ThreadContent,
  at: string,
): Promise<Thread> {
  const thread = settle(content, at);
  await updateThread(tx, thread);
  return thread;
}

export const replaced = <T extends { readonly id: string }>(
  items: readonly T[],
  changed: T,
): readonly T[] => items.map((item) => (item.id === changed.id ? changed : item));

export const withCycle = (content: ThreadContent, cycle: Cycle): ThreadContent => ({
  ...content,
  cycles: replaced(content.cycles, cycle),
});

/** Whose a step of a cycle is, for the ledger. */
export const cycleEntry = ({ id, threadId, unitId, measureId }: Cycle) => ({
  cycleId: id,
  threadId,
  unitId,
  measureId,
});

export async function measureWanted(tx: Changes, measureId: string): Promise<void> {
  if (!(await isKnownMeasure(tx, measureId))) throw notFound('measure', measureId);
}

/** A proposal with the forum that has it and how that forum stands on it. */
export interface Table {
  readonly content: ThreadContent & { readonly proposal: Proposal };
  readonly forum: Forum;
  readonly deliberation: Deliberation;
}

/** Held until the transaction ends: whoever scores, opens or decides at once takes turns. */
export async function onTheTable<Input extends { readonly proposalId: string }>(
  tx: Changes,
  { proposalId }: Input,
  organisation: OrganisationInForce,
): Promise<Table> {
  const content = await proposalWanted(tx, proposalId);
  const forum = forumWanted(organisation, content.proposal.forumId);
  const deliberation = await deliberationOn(tx, { proposalId, forum });
  return { content, forum, deliberation };
}

/** Whose a step on the table is, for the ledger. */
export const tableIds = ({ content, forum }: Table) => ({
  unitId: content.thread.unitId,
  threadId: content.thread.id,
  proposalId: content.proposal.id,
  forumId: forum.id,
});
