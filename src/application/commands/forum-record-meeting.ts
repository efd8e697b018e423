import { type Problem, problem } from '#core';
import { insertMeeting } from '#store';
import { command } from '../command.ts';
import { forumWanted } from '../deciding/hand-over.ts';
import { Conflict } from '../trouble.ts';

type Input = {
  readonly requestId: string;
  readonly forumId: string;
  readonly heldOn: string;
  readonly presentIds: readonly string[];
  readonly notes: string;
};

/** The minutes of a meeting: who was there and what was said. Each decision is a command of its own. */
export const recordMeeting = command({
  name: 'forum.record-meeting',
  load: async (_tx, { forumId }: Input, organisation) => forumWanted(organisation, forumId),
  unitOf: ({ unitId }) => unitId,
  forumOf: (forum) => forum,
  undoneBy: null,
  run: async (_tx, forum, { heldOn, presentIds, notes }, { at, person }) => {
    const trouble = troubleWith(heldOn, { at, strangers: strangersIn(forum.members, presentIds) });
    if (trouble !== null) throw new Conflict(trouble);
    const present = [...new Set(presentIds)];
    return {
      entry: {
        ...{ unitId: forum.unitId, forumId: forum.id },
        words: notes === '' ? {} : { notes },
        detail: { heldOn, presentIds: present },
      },
      afterwards: async (changes, { seq }) => {
        const written = { writtenBy: person.id, writtenAt: at };
        const meeting = { forumId: forum.id, heldOn, presentIds: present, notes, ...written };
        if (!(await insertMeeting(changes, meeting, seq))) throw new Conflict(hasMinutes(heldOn));
      },
    };
  },
});

const strangersIn = (
  members: readonly { readonly personId: string }[],
  presentIds: readonly string[],
): readonly string[] => presentIds.filter((id) => !members.some(({ personId }) => personId === id));

function troubleWith(
  heldOn: string,
  { at, strangers }: { readonly at: string; readonly strangers: readonly string[] },
): Problem | null {
  if (heldOn > at.slice(0, 10))
    return problem(
      'meeting-not-yet-held',
      `The meeting of ${heldOn} has not been held yet.`,
      'Write its minutes on the day, or afterwards.',
      'heldOn',
      { day: heldOn },
    );
  if (strangers.length === 0) return null;
  return problem(
    'strangers-present',
    `Among those present, ${strangers.length} do not sit in this forum.`,
    'Name members only; guests can be named in the notes.',
    'presentIds',
    { count: strangers.length },
  );
}

const hasMinutes = (heldOn: string): Problem =>
  problem(
    'meeting-has-minutes',
    `The meeting of ${heldOn} has minutes already.`,
    'Read them; what was decided stands in the threads whoever wrote first.',
    'heldOn',
    { day: heldOn },
  );
