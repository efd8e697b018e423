import { type Forum, pathTo, type Right, routeUp, unitRef } from '#organisation';
import {
  type Disagreement,
  decisionOutcomes,
  isDecided,
  type Proposal,
  type ProposalStep,
  type Thread,
  transitions,
} from '#practice';
import {
  type Database,
  type Dissent,
  dissentOn,
  inSnapshot,
  loadThread,
  proposalsById,
  stepsOfProposals,
  supportRequestsOfThread,
  threadOfProposal,
} from '#store';
import type { Context } from '../context.ts';
import { disagreementsOf } from '../deciding/disagreements-of.ts';
import { forumWanted, routeAnswer } from '../deciding/hand-over.ts';
import { rightsHere } from '../deciding/may-here.ts';
import { found } from '../trouble.ts';
import {
  type Book,
  forumNamed,
  openBook,
  ownerNamed,
  personNamed,
  unitNamed,
} from './organisation-book.ts';
import { proposalRow } from './proposal-rows.ts';
import { dotsOf, tableNow, tablesBefore } from './proposal-table.ts';
import { supportShown } from './support-rows.ts';

/** One proposal: its way so far and the way ahead, the table of its forum, and everybody's word. */
export const proposalPage = (context: Context, proposalId: string) =>
  inSnapshot(context.db, async (db) => {
    const threadId = found(await threadOfProposal(db, proposalId), 'proposal', proposalId);
    const { thread, proposals } = found(await loadThread(db, threadId), 'thread', threadId);
    const proposal = found(
      proposals.find(({ id }) => id === proposalId),
      'proposal',
      proposalId,
    );
    const book = await openBook(db, context.clock());
    const forum = forumWanted(book.organisation, proposal.forumId);
    return page(db, { context, book, thread, proposal, forum });
  });

interface Showing {
  readonly context: Context;
  readonly book: Book;
  readonly thread: Thread;
  readonly proposal: Proposal;
  readonly forum: Forum;
}

async function page(db: Database, showing: Showing) {
  const { context, book, thread, proposal, forum } = showing;
  const { organisation } = book;
  const looking = { book, proposal, forum, person: context.person };
  const [steps, dissent, disagreeing, support] = await Promise.all([
    stepsOfProposals(db, [proposal.id]),
    dissentOn(db, [proposal.id]),
    disagreementsOf(db, [proposal], organisation),
    supportRequestsOfThread(db, thread.id),
  ]);
  return {
    proposal: { ...proposalRow(book, proposal), text: proposal.text, lastStep: proposal.lastStep },
    thread: { id: thread.id, title: thread.title, state: thread.state },
    path: pathTo(organisation.tree, proposal.unitId).map(unitRef),
    attributes: attributesShown(book, proposal),
    concernsUnit:
      proposal.concernsUnitId === null ? null : unitNamed(book, proposal.concernsUnitId),
    earlier: (await proposalsById(db, proposal.earlierIds)).map((one) => proposalRow(book, one)),
    steps: steps.map((step) => stepShown(book, step)),
    ahead: isDecided(proposal) ? null : ahead(book, proposal),
    table: await tableNow(db, looking),
    before: await tablesBefore(db, looking),
    dots: await dotsOf(db, looking),
    dissent: dissent.map((one) => dissentShown(book, one)),
    disagreements: disagreeing.map((one) => disagreementShown(book, one)),
    support: support.map((one) => supportShown(book, one)),
    outcomes: decisionOutcomes.filter((one) => transitions[proposal.state][one] !== undefined),
    passTo: passTo(book, proposal),
    mayDo: mayDo(showing),
  };
}

function attributesShown({ organisation }: Book, { attributes }: Proposal) {
  return organisation.attributes
    .filter(({ id }) => id !== 'kind')
    .map(({ id, name, values, usual }) => {
      const value = attributes[id] ?? usual;
      const said = values.find((one) => one.id === value);
      return {
        ...{ id, name, value, isUsual: value === usual },
        valueName: said?.name ?? { en: value, sv: value },
        values: values.map((one) => ({ id: one.id, name: one.name })),
      };
    });
}

export const stepShown = (book: Book, step: ProposalStep) => ({
  ledgerSeq: step.ledgerSeq,
  at: step.at,
  by: ownerNamed(book, step.personId),
  move: step.move,
  stateAfter: step.stateAfter,
  forum: forumNamed(book, step.forumId),
  toForum: step.toForumId === step.forumId ? null : forumNamed(book, step.toForumId),
  direction: step.direction,
  reason: step.reason,
  because: step.because,
});

/** What the rules say here: this forum decides, another does, or they cannot say. */
function ahead(book: Book, proposal: Proposal) {
  const answer = routeAnswer(book.organisation, proposal);
  switch (answer.kind) {
    case 'decide':
      return { kind: 'decides-here' as const, because: answer.because };
    case 'hand-over': {
      const { because, next } = answer;
      return { kind: 'goes-to' as const, because, forum: forumNamed(book, next.forumId) };
    }
    case 'stuck':
      return { kind: 'stuck' as const, problem: answer.problem };
    default:
      return answer satisfies never;
  }
}

export const dissentShown = (book: Book, { personId, forumId, text, at, ledgerSeq }: Dissent) => ({
  ...{ ledgerSeq, text, at },
  by: personNamed(book, personId),
  role: book.organisation.people.find(({ id }) => id === personId)?.roles[0]?.role ?? null,
  forum: forumNamed(book, forumId),
});

export const disagreementShown = (book: Book, { decided, against }: Disagreement) => ({
  decided: { ...stepShown(book, decided), proposalId: decided.proposalId },
  against: against.map((one) => ({
    kind: one.kind,
    unit: unitNamed(book, one.unitId),
    reason: one.reason,
    at: one.at,
    cycleId: one.kind === 'found-not-to-work' ? one.cycleId : null,
    forum: one.kind === 'declined' ? forumNamed(book, one.forumId) : null,
  })),
});

/** Where the proposal can be handed to: where the rules send it, the forums above and below, the unit it concerns. */
function passTo(book: Book, proposal: Proposal) {
  const { organisation } = book;
  const { forums, forumKinds } = organisation;
  const advising = new Set(forumKinds.filter(({ advises }) => advises).map(({ id }) => id));
  const units = [proposal.unitId, proposal.concernsUnitId].filter((id) => id !== null);
  const near = units.flatMap((unitId) => routeUp(organisation, unitId));
  const support = forums.filter(({ kind }) => advising.has(kind));
  const ids = [...near, ...support].map(({ id }) => id).filter((id) => id !== proposal.forumId);
  return [...new Set(ids)].map((id) => forumNamed(book, id));
}

const onTheTable: readonly Right[] = [
  'proposal.consider',
  'proposal.score',
  'proposal.open-scores',
  'proposal.declare-interest',
  'proposal.decide',
  'proposal.reassess',
];

/** The commands this person may give on the proposal as it stands. */
function mayDo({ context, book, thread, proposal, forum }: Showing): readonly Right[] {
  const { tree } = book.organisation;
  const { person } = context;
  const there = { unitId: forum.unitId, forum, tree };
  const here = { unitId: thread.unitId, forum, tree };
  const always = rightsHere(person, ['proposal.dissent'], here);
  if (thread.state === 'closed') return always;
  const any = rightsHere(person, ['support.request', 'thread.comment'], here);
  const moves = transitions[proposal.state];
  const possible = onTheTable.filter(
    (right) =>
      Object.keys(moves).length > 0 && (right !== 'proposal.consider' || 'consider' in moves),
  );
  return [...rightsHere(person, possible, there), ...always, ...any];
}
