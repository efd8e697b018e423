import { problem } from '#core';
import { type Forum, type UnitTree, upwardsFrom } from '#organisation';
import { answerRequest, type SupportRequest, takeRequest } from '#practice';
import {
  type Changes,
  insertSupportRequest,
  lockSupportRequest,
  updateSupportRequest,
} from '#store';
import { type Act, command } from '../command.ts';
import type { OrganisationInForce } from '../context.ts';
import { forumWanted } from '../deciding/hand-over.ts';
import { Conflict, found, permitted } from '../trouble.ts';
import { threadWanted } from './loading.ts';

type Asking = {
  readonly requestId: string;
  readonly unitId: string;
  readonly threadId: string | null;
  readonly title: string;
  readonly text: string;
};

/** Somebody asks the support unit for help: an analysis, a measure, a hand with a cycle. */
export const requestSupport = command({
  name: 'support.request',
  load: async (tx, { unitId, threadId }: Asking, organisation) => {
    if (threadId !== null) await threadWanted(tx, { threadId });
    return { unit: found(organisation.tree.byId.get(unitId), 'unit', unitId) };
  },
  unitOf: ({ unit }) => unit.id,
  undoneBy: 'support.answer',
  run: async (tx, { unit }, input, act) => {
    const forum = supportFor(act.organisation, unit.id);
    if (forum === undefined) throw new Conflict(noSupport(unit.id));
    await insertSupportRequest(tx, asked(input, forum, act));
    const { threadId, title, text } = input;
    const entry = { unitId: unit.id, threadId, forumId: forum.id, words: { title, text } };
    return { entry };
  },
});

const asked = (input: Asking, forum: Forum, { person, at, newId }: Act): SupportRequest => ({
  id: newId(),
  unitId: input.unitId,
  threadId: input.threadId,
  forumId: forum.id,
  title: input.title,
  text: input.text,
  askedBy: person.id,
  askedAt: at,
  state: 'asked',
  ownerId: null,
  takenAt: null,
  answer: null,
  answeredAt: null,
});

/** The support unit nearest above. */
export function supportFor(
  { forums, forumKinds, tree }: OrganisationInForce & { readonly tree: UnitTree },
  unitId: string,
): Forum | undefined {
  const advising = new Set(forumKinds.filter(({ advises }) => advises).map(({ id }) => id));
  return upwardsFrom(tree, unitId)
    .flatMap((unit) => forums.filter((one) => one.unitId === unit.id && advising.has(one.kind)))
    .at(0);
}

const noSupport = (unitId: string) =>
  problem(
    'no-support-unit',
    'There is no support unit for this part of the organisation.',
    'Raise a proposal with the need instead, or ask whoever keeps the organisation to name one.',
    unitId,
  );

async function requestWanted(tx: Changes, supportId: string, organisation: OrganisationInForce) {
  const request = found(await lockSupportRequest(tx, supportId), 'support-request', supportId);
  return { request, forum: forumWanted(organisation, request.forumId) };
}

type Taking = { readonly requestId: string; readonly supportId: string };

/** Somebody in the support unit takes a request from the queue. */
export const takeSupport = command({
  name: 'support.take',
  load: (tx, { supportId }: Taking, organisation) => requestWanted(tx, supportId, organisation),
  unitOf: ({ forum }) => forum.unitId,
  forumOf: ({ forum }) => forum,
  undoneBy: 'support.take',
  run: async (tx, { request }, _input, { person, at }) => {
    const taken = permitted(takeRequest(request, person.id, at));
    await updateSupportRequest(tx, taken);
    const words = { title: taken.title, owner: person.name };
    return { entry: { ...idsOf(taken), words, detail: { ownerId: person.id } } };
  },
});

type Answering = Taking & { readonly answer: string };

/** The support unit answers. */
export const answerSupport = command({
  name: 'support.answer',
  load: (tx, { supportId }: Answering, organisation) => requestWanted(tx, supportId, organisation),
  unitOf: ({ forum }) => forum.unitId,
  forumOf: ({ forum }) => forum,
  undoneBy: null,
  run: async (tx, { request }, { answer }, { person, at }) => {
    const answered = permitted(answerRequest(request, { personId: person.id, answer, at }));
    await updateSupportRequest(tx, answered);
    return { entry: { ...idsOf(answered), words: { title: answered.title, text: answer } } };
  },
});

const idsOf = ({ unitId, threadId, forumId }: SupportRequest) => ({ unitId, threadId, forumId });
