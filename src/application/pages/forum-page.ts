import {
  type Forum,
  type ForumMember,
  nextMeetingOn,
  personById,
  quorumOf,
  type Right,
  ruleSentence,
} from '#organisation';
import { defaultRules } from '#practice';
import {
  decidedIn,
  decidingRules,
  inSnapshot,
  type Meeting,
  meetingsOf,
  type TitledStep,
} from '#store';
import type { Context } from '../context.ts';
import { forumWanted } from '../deciding/hand-over.ts';
import { rightsHere } from '../deciding/may-here.ts';
import { forumAgenda } from './forum-agenda.ts';
import {
  type Book,
  forumNamed,
  kindNamed,
  openBook,
  personNamed,
  unitNamed,
} from './organisation-book.ts';

const minutesShown = 6;
/** Who sits in more forums than these does so by office; the rest are counted. */
const alsoInMax = 6;

/** A forum: its next meeting with the agenda that writes itself, who sits there, what it may decide, its minutes. */
export const forumPage = (context: Context, forumId: string) =>
  inSnapshot(context.db, async (db) => {
    const book = await openBook(db, context.clock());
    const { organisation } = book;
    const forum = forumWanted(organisation, forumId);
    const next = nextMeetingOn(forum, book.asOf);
    const meetings = await meetingsOf(db, forum.id, minutesShown);
    const since = meetings[0]?.heldOn ?? daysBefore(next, forum.cadenceDays);
    const from = meetings.at(-1)?.heldOn ?? since;
    const decided = await decidedIn(db, forum.id, daysBefore(from, forum.cadenceDays));
    const { items, moreSilent } = await forumAgenda(db, book, { forum, since, next });
    const rules = await decidingRules(db, forum.id);
    return {
      forum: forumShown(book, forum, next),
      members: membersShown(book, forum),
      rights: organisation.rules
        .filter(({ at }) => at.includes(forum.kind) || at.includes(forum.id))
        .toSorted((a, b) => b.standing - a.standing)
        .map((rule) => ruleSentence(rule, organisation)),
      criteria: rules.criteria,
      hasOwnCriteria: rules !== defaultRules,
      ...{ agenda: items, moreSilent },
      minutes: meetings.map((meeting, i) =>
        minutesOf(book, { meeting, before: meetings[i + 1]?.heldOn ?? null, decided }),
      ),
      decidedSince: decided
        .filter(({ at }) => meetings[0] === undefined || at.slice(0, 10) > meetings[0].heldOn)
        .map((step) => decisionShown(book, step)),
      mayDo: rightsHere(context.person, actions, {
        ...{ unitId: forum.unitId, forum, tree: organisation.tree },
      }),
    };
  });

const actions: readonly Right[] = [
  'forum.record-meeting',
  'forum.set-criteria',
  'proposal.decide',
  'proposal.raise',
];

const dayMilliseconds = 86_400_000;

const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(day) - days * dayMilliseconds).toISOString().slice(0, 10);

const forumShown = (book: Book, forum: Forum, nextMeeting: string) => ({
  ...{ id: forum.id, name: forum.name, kind: forum.kind },
  kindName: kindNamed(book.organisation, forum.kind),
  unit: unitNamed(book, forum.unitId),
  ...{ cadenceDays: forum.cadenceDays, mattersPerMeeting: forum.mattersPerMeeting },
  ...{ quorum: quorumOf(forum), nextMeetingOn: nextMeeting },
});

/** Members with the other forums they sit in: through them forums talk. */
const membersShown = (book: Book, forum: Forum) =>
  forum.members.toSorted(bySeat).map(({ personId, chair, votes }) => {
    const { forums, people } = book.organisation;
    const shared = forums.filter(
      ({ id, members }) => id !== forum.id && members.some((one) => one.personId === personId),
    );
    return {
      ...{ ...personNamed(book, personId), chair, votes },
      title: personById(people, personId)?.title ?? { en: '', sv: '' },
      alsoIn: shared.slice(0, alsoInMax).map(({ id, name }) => ({ id, name })),
      moreForums: Math.max(0, shared.length - alsoInMax),
    };
  });

/** Who chairs, then who votes, then who is heard. */
const bySeat = (a: ForumMember, b: ForumMember): number =>
  Number(b.chair) - Number(a.chair) || Number(b.votes) - Number(a.votes);

interface Minuted {
  readonly meeting: Meeting;
  /** The day of the meeting before; null where its minutes are not at hand. */
  readonly before: string | null;
  readonly decided: readonly TitledStep[];
}

/** Minutes hold what was decided since the minutes before: by the commands themselves, not by anybody's memory. */
function minutesOf(book: Book, { meeting, before, decided }: Minuted) {
  const { heldOn, notes, presentIds, writtenBy } = meeting;
  return {
    ...{ heldOn, notes },
    present: presentIds.map((id) => personNamed(book, id)),
    writtenBy: personNamed(book, writtenBy),
    decisions: decided
      .filter(
        ({ at }) => at.slice(0, 10) <= heldOn && (before === null || at.slice(0, 10) > before),
      )
      .map((step) => decisionShown(book, step)),
  };
}

const decisionShown = (book: Book, step: TitledStep) => ({
  ...{ proposalId: step.proposalId, title: step.title, outcome: step.move, reason: step.reason },
  toForum: step.toForumId === step.forumId ? null : forumNamed(book, step.toForumId),
});
