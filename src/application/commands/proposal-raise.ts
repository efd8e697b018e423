import { type Forum, routeUp } from '#organisation';
import { type Proposal, type ProposalKind, requireOpen } from '#practice';
import { insertProposal, takeUpSignals } from '#store';
import { type Act, command } from '../command.ts';
import { found, permitted } from '../trouble.ts';
import { saveSettled, threadUnit, threadWanted } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly threadId: string;
  readonly kind: ProposalKind;
  readonly title: string;
  readonly text: string;
};

export const raiseProposal = command({
  name: 'proposal.raise',
  load: (tx, input: Input) => threadWanted(tx, input),
  unitOf: threadUnit,
  undoneBy: 'proposal.decide',
  run: async (tx, content, input, act) => {
    const { id: threadId, unitId } = permitted(requireOpen(content.thread));
    const forum = nearestForum(unitId, act);
    const proposal = raised(input, forum, act);
    await insertProposal(tx, proposal);
    // Whoever proposes something has looked.
    const thread = { ...content.thread, lookedAt: content.thread.lookedAt ?? act.at };
    const proposals = [...content.proposals, proposal];
    await saveSettled(tx, { ...content, thread, proposals }, act.at);
    await takeUpSignals(tx, threadId);
    const words = { kind: input.kind, title: input.title, text: input.text };
    const entry = { unitId, threadId, proposalId: proposal.id, forumId: forum.id, words };
    return { entry };
  },
});

const nearestForum = (unitId: string, { organisation }: Act): Forum =>
  found(routeUp(organisation, unitId)[0], 'forum', unitId);

const raised = (input: Input, forum: Forum, { person, at, newId }: Act): Proposal => ({
  id: newId(),
  threadId: input.threadId,
  kind: input.kind,
  title: input.title,
  text: input.text,
  raisedBy: person.id,
  raisedAt: at,
  state: 'raised',
  forumId: forum.id,
  atForumSince: at,
  returnOn: null,
  firstDecidedAt: null,
});
