import { insertDissent, stepsOfProposals } from '#store';
import { command } from '../command.ts';
import { forumWanted } from '../deciding/hand-over.ts';
import { proposalWanted } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly proposalId: string;
  readonly text: string;
};

/** Somebody sees it otherwise than the forum that had the last word; it stands beside the decision, also afterwards. */
export const dissentFromProposal = command({
  name: 'proposal.dissent',
  load: async (tx, { proposalId }: Input, organisation) => {
    const { thread, proposal } = await proposalWanted(tx, proposalId);
    const last = (await stepsOfProposals(tx, [proposalId])).at(-1);
    const forum = forumWanted(organisation, last?.forumId ?? proposal.forumId);
    return { thread, forum, proposal };
  },
  unitOf: ({ thread }) => thread.unitId,
  forumOf: ({ forum }) => forum,
  undoneBy: null,
  run: async (_tx, { thread, forum, proposal }, { proposalId, text }, { person, at }) => ({
    entry: {
      ...{ unitId: thread.unitId, threadId: thread.id, proposalId, forumId: forum.id },
      words: { title: proposal.title, text },
    },
    afterwards: (changes, { seq: ledgerSeq }) =>
      insertDissent(changes, {
        ...{ ledgerSeq, proposalId, forumId: forum.id, personId: person.id, text, at },
      }),
  }),
});
