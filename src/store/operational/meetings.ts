import type { ProposalStep } from '#practice';
import { type Changes, type Database, instant } from './database.ts';
import { stepOf } from './proposals.ts';

/** The minutes of a meeting. */
export interface Meeting {
  readonly forumId: string;
  /** 'YYYY-MM-DD' */
  readonly heldOn: string;
  readonly presentIds: readonly string[];
  readonly notes: string;
  readonly writtenBy: string;
  readonly writtenAt: string;
}

/** Keeps minutes; answers false where the forum has minutes of that day already. */
export async function insertMeeting(
  tx: Changes,
  meeting: Meeting,
  ledgerSeq: number,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows: inserted } = await tx
    .insertInto('meeting')
    .values({
      forum_id: meeting.forumId,
      held_on: meeting.heldOn,
      present: [...meeting.presentIds],
      notes: meeting.notes,
      written_by: meeting.writtenBy,
      written_at: meeting.writtenAt,
      ledger_seq: ledgerSeq,
    })
    .onConflict((same) => same.columns(['forum_id', 'held_on']).doNothing())
    .executeTakeFirst();
  return (inserted ?? 0n) > 0n;
}

/** A forum's minutes, the newest first. */
export async function meetingsOf(
  db: Database,
  forumId: string,
  most: number,
): Promise<readonly Meeting[]> {
  const rows = await db
    .selectFrom('meeting')
    .selectAll()
    .where('forum_id', '=', forumId)
    .orderBy('held_on', 'desc')
    .limit(most)
    .execute();
  return rows.map((row) => ({
    forumId: row.forum_id,
    heldOn: row.held_on,
    presentIds: row.present,
    notes: row.notes,
    writtenBy: row.written_by,
    writtenAt: instant(row.written_at),
  }));
}

/** A step of a proposal's route, with the proposal's title. */
export type TitledStep = ProposalStep & { readonly title: string };

const titledSteps = (db: Database) =>
  db
    .selectFrom('proposal_step')
    .innerJoin('proposal', 'proposal.id', 'proposal_step.proposal_id')
    .selectAll('proposal_step')
    .select('proposal.title');

const titledStep = (
  row: Parameters<typeof stepOf>[0] & { readonly title: string },
): TitledStep => ({
  ...stepOf(row),
  title: row.title,
});

/** What a forum decided from a day on, in order. */
export async function decidedIn(
  db: Database,
  forumId: string,
  fromDay: string,
): Promise<readonly TitledStep[]> {
  const rows = await titledSteps(db)
    .where('proposal_step.forum_id', '=', forumId)
    .where('proposal_step.at', '>=', new Date(fromDay))
    .where('proposal_step.move', 'not in', ['raise', 'consider'])
    .where('proposal_step.person_id', 'is not', null)
    .orderBy('proposal_step.ledger_seq')
    .limit(500)
    .execute();
  return rows.map(titledStep);
}

/** What came to a forum from others from a day on: handed down, sideways or back. The newest first. */
export async function cameTo(
  db: Database,
  forumId: string,
  fromDay: string,
): Promise<readonly TitledStep[]> {
  const rows = await titledSteps(db)
    .where('proposal_step.to_forum_id', '=', forumId)
    .where('proposal_step.at', '>=', new Date(fromDay))
    .whereRef('proposal_step.forum_id', '<>', 'proposal_step.to_forum_id')
    .whereRef('proposal.last_step', '=', 'proposal_step.ledger_seq')
    .orderBy('proposal_step.ledger_seq', 'desc')
    .limit(100)
    .execute();
  return rows.map(titledStep);
}
