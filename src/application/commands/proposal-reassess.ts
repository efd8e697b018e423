import { requireOpen } from '#practice';
import { updateProposal } from '#store';
import { command } from '../command.ts';
import { forumWanted } from '../deciding/hand-over.ts';
import { refuseUnknownAttributes } from '../deciding/known-attributes.ts';
import { found, permitted } from '../trouble.ts';
import { proposalWanted } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly proposalId: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly concernsUnitId: string | null;
  readonly reason: string;
};

/** Reach, cost, risk or evidence turned out otherwise than thought: the rules look anew from now on. */
export const reassessProposal = command({
  name: 'proposal.reassess',
  load: async (tx, input: Input, organisation) => {
    refuseUnknownAttributes(organisation, input.attributes);
    const { concernsUnitId } = input;
    if (concernsUnitId !== null)
      found(organisation.tree.byId.get(concernsUnitId), 'unit', concernsUnitId);
    const { thread, proposal } = await proposalWanted(tx, input.proposalId);
    return { thread, proposal, forum: forumWanted(organisation, proposal.forumId) };
  },
  unitOf: ({ forum }) => forum.unitId,
  forumOf: ({ forum }) => forum,
  undoneBy: 'proposal.reassess',
  run: async (tx, { thread, proposal, forum }, input) => {
    const { id: threadId, unitId } = permitted(requireOpen(thread));
    const { attributes, concernsUnitId, reason } = input;
    await updateProposal(tx, { ...proposal, attributes, concernsUnitId });
    return {
      entry: {
        ...{ unitId, threadId, proposalId: proposal.id, forumId: forum.id },
        words: { title: proposal.title, reason },
        detail: { attributes },
      },
    };
  },
});
