import type { Cycle, ProposalKind, ProposalOrigin, ProposalState, ProposalStep } from '#practice';
import {
  cyclesOfMatter,
  findProposals,
  inSnapshot,
  similarProposals,
  stepsOfProposals,
} from '#store';
import type { Context } from '../context.ts';
import { type Book, openBook } from './organisation-book.ts';
import { proposalRow } from './proposal-rows.ts';
import { unitsUnder } from './threads.ts';

export interface ProposalsAsked {
  /** Null for the whole organisation. */
  readonly unitId: string | null;
  readonly state: ProposalState | null;
  readonly kind: ProposalKind | null;
  readonly origin: ProposalOrigin | null;
  readonly forumId: string | null;
  readonly text: string;
  readonly page: number;
}

const pageSize = 50;

/** The proposals of a unit and everything under it, with how many there are in each state. */
export const proposalsPage = (context: Context, asked: ProposalsAsked) =>
  inSnapshot(context.db, async (db) => {
    const book = await openBook(db, context.clock());
    const { state, page, unitId, ...rest } = asked;
    const { proposals, counts } = await findProposals(db, {
      ...rest,
      unitIds: someUnits(book, unitId),
      states: state === null ? null : [state],
      ...{ skip: page * pageSize, most: pageSize },
    });
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return {
      proposals: proposals.map((one) => proposalRow(book, one)),
      counts: Object.entries(counts).map(([name, count]) => ({ state: name, count })),
      total: state === null ? total : (counts[state] ?? 0),
      pageSize,
    };
  });

/** Null where they are all of them, so that nothing is looked up that every proposal has. */
function someUnits(book: Book, unitId: string | null): readonly string[] | null {
  const units = unitsUnder(book, unitId);
  return units.length === book.organisation.units.length ? null : units;
}

/** Has this been tried? Earlier proposals that speak of the same, each with what became of it. */
export const similarPage = (context: Context, text: string) =>
  inSnapshot(context.db, async (db) => {
    const book = await openBook(db, context.clock());
    const found = await similarProposals(db, text, null);
    const steps = await stepsOfProposals(
      db,
      found.map(({ proposal }) => proposal.id),
    );
    const threadIds = [...new Set(found.map(({ proposal }) => proposal.threadId))];
    const cycles = await cyclesOfMatter(db, threadIds);
    return {
      similar: found.map(({ proposal, share }) => ({
        ...{ ...proposalRow(book, proposal), text: proposal.text, share },
        ...becameOf(proposal.id, steps, cycles),
      })),
    };
  });

/** What was found when it was tried, or else what a forum said last, with the reason. */
function becameOf(wantedId: string, steps: readonly ProposalStep[], cycles: readonly Cycle[]) {
  const tried = cycles.findLast(
    ({ proposalId, verdict }) => proposalId === wantedId && verdict !== null,
  );
  if (tried?.closedAt != null)
    return {
      verdict: tried.verdict,
      lastWord: { at: tried.closedAt, reason: tried.verdictReason ?? '' },
    };
  const last = steps.findLast(
    ({ proposalId, move }) => proposalId === wantedId && move !== 'raise',
  );
  const lastWord = last === undefined ? null : { at: last.at, reason: last.reason };
  return { verdict: null, lastWord };
}
