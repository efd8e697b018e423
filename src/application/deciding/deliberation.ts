import { type Forum, quorumOf } from '#organisation';
import { allHaveScored, type Deliberation, openScores, type Tally, tally } from '#practice';
import {
  appendEntry,
  type Changes,
  considerationsOf,
  type Database,
  decidingRules,
  type EntryDetail,
  interestsIn,
  type NewEntry,
  scoresOf,
  updateConsideration,
} from '#store';
import { type Act, blankEntry } from '../command.ts';

/** How a forum stands on one proposal: who sits there, what they weigh by, who has scored, who has an interest. */
export async function deliberationOn(
  db: Database,
  { proposalId, forum }: { readonly proposalId: string; readonly forum: Forum },
): Promise<Deliberation> {
  const all = await considerationsOf(db, [proposalId]);
  const consideration =
    all.findLast(({ forumId, closedAt }) => forumId === forum.id && closedAt === null) ?? null;
  const rules = consideration?.rules ?? (await decidingRules(db, forum.id));
  return {
    ...{ proposalId, forumId: forum.id, consideration, rules },
    quorumNeeded: quorumOf(forum),
    members: forum.members.map(({ personId, votes }) => ({ personId, counts: votes })),
    scores: consideration === null ? [] : await scoresOf(db, [consideration.id]),
    interests: await interestsIn(db, [proposalId]),
  };
}

/** Shows the scores when the last of those who count has scored; the program's own entry says so. */
export async function openWhenAllHaveScored(
  tx: Changes,
  deliberation: Deliberation,
  ids: Pick<NewEntry, 'unitId' | 'threadId' | 'proposalId' | 'forumId'>,
  { at }: Pick<Act, 'at'>,
): Promise<void> {
  if (!allHaveScored(deliberation)) return;
  const ruling = openScores(deliberation, at);
  if (ruling.kind === 'refused') return;
  await updateConsideration(tx, ruling.next);
  const opened = { command: 'proposal.scores-opened', personId: null, at };
  await appendEntry(tx, { ...blankEntry, ...ids, ...opened, detail: tallied(deliberation) });
}

/** What the scores add up to, for the ledger. */
export const tallied = (deliberation: Deliberation): Pick<EntryDetail, 'tally'> => {
  const { weighted, counted, notCounted }: Tally = tally(deliberation);
  return { tally: { weighted, counted, notCounted, members: deliberation.members.length } };
};
