import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CommandName, commandSchemas } from '#api';
import {
  isRight,
  organisationFromYaml,
  type RoleKind,
  rights,
  roleKinds,
  seatRights,
} from '#organisation';
import { firstWeights } from '#practice';
import { beginRound, insertAlert, insertMessages, inTransaction } from '#store';
import { type Place, places, placesFor, unitAt } from '../docs/rights-page.ts';
import { commandInputs, pointOfCare, type Scene } from '../harness/command-inputs.ts';
import {
  addResults,
  type Client,
  type RunningHouse,
  runningHouse,
  storeSignal,
} from '../harness/running-house.ts';

const seats = ['member', 'chair'] as const;
const unitIds = Object.values(unitAt);

/** A person for each role in the middle of a small tree, and two who hold a role elsewhere and sit in every forum. */
const yaml = `
levels:
  - { id: unit, name: { en: Unit, sv: Enhet } }
units:
  - { id: div, parent: null, level: unit, name: { en: Division, sv: Division } }
  - { id: dep-a, parent: div, level: unit, name: { en: A, sv: A } }
  - { id: dep-b, parent: div, level: unit, name: { en: B, sv: B } }
  - { id: dep-c, parent: div, level: unit, name: { en: C, sv: C } }
  - { id: ward-1, parent: dep-a, level: unit, name: { en: Ward, sv: Avdelning } }
people:
  - { id: founder, name: All Roles, title: { en: All, sv: Alla }, persona: true, roles: [${roleKinds.map((role) => `{ role: ${role}, unit: div }`).join(', ')}] }
${roleKinds.map((role) => `  - { id: ${role}, name: ${role}, title: { en: R, sv: R }, persona: true, roles: [{ role: ${role}, unit: dep-a }] }`).join('\n')}
${seats.map((seat) => `  - { id: ${seat}, name: ${seat}, title: { en: S, sv: S }, persona: true, roles: [{ role: researcher, unit: dep-c }] }`).join('\n')}
forums:
${unitIds
  .map(
    (unit) =>
      `  - { id: forum-${unit}, unit: ${unit}, kind: prioritisation-board, name: { en: F, sv: F }, cadenceDays: 14, members: [{ person: chair, chair: true }, { person: member }] }
  - { id: support-${unit}, unit: ${unit}, kind: support-unit, name: { en: S, sv: S }, cadenceDays: 7, members: [{ person: chair, chair: true }, { person: member }] }`,
  )
  .join('\n')}
`;

let house: RunningHouse;
let founder: Client;
const clients = new Map<string, Client>();
const scenes = new Map<Place, Scene>();

beforeAll(async () => {
  const read = organisationFromYaml(yaml, 'rights.yaml');
  if (read.kind === 'problems') throw new Error(read.problems.map((p) => p.message).join('; '));
  house = await runningHouse(read.organisation);
  founder = await house.as('founder');
  for (const id of [...roleKinds, ...seats]) clients.set(id, await house.as(id));
  for (const unitId of unitIds)
    await addResults(house.db, { unitId, measureId: 'waiting-days' }, () => ({
      ...{ numerator: 20, denominator: 1 },
    }));
  await house.db
    .insertInto('decision_support_rule')
    .values({
      ...{ id: 'rule', taken_at: '2026-03-01T00:00:00Z' },
      definition: JSON.stringify({ id: 'rule', measure: 'waiting-days', parameters: [] }),
    })
    .execute();
  await done('decision-support.trust', { ...pointOfCare, reason: 'R' });
  for (const place of places) scenes.set(place, await sceneIn(unitAt[place]));
});
afterAll(async () => {
  expect(house.troubles).toEqual([]);
  await house.stop();
});

async function done(name: CommandName, input: object) {
  const { status, body } = await founder.give(name, input);
  if (status !== 200) throw new Error(`${name}: ${status} ${body.code} ${body.message}`);
  return body;
}

async function sceneIn(unitId: string): Promise<Scene> {
  const raise = (title: string) =>
    done('proposal.raise', { unitId, kind: 'idea', title, text: 'Its text' });
  const forumId = `forum-${unitId}`;
  const cycleMatter = await raise('With a cycle');
  const tried = { proposalId: cycleMatter.proposalId, outcome: 'try', reason: 'Yes' };
  await done('proposal.decide', tried);
  const { cycleId } = await done('cycle.start', {
    ...{ threadId: cycleMatter.threadId, title: 'C', aim: 'A', change: 'C', plan: 'P' },
    ...{ measureId: 'waiting-days', predictionText: 'Better' },
  });
  const brought = await done('practice.bring', {
    ...{ unitId, title: 'P', summary: 'S', essentials: ['E'], measureIds: ['waiting-days'] },
    ...{ origin: 'research', source: 'A paper' },
  });
  const { practiceId } = brought;
  const begun = { practiceId, unitId, basis: 'chosen', reason: 'R', startMonth: '2026-02' };
  const { adoptionId } = await done('adoption.begin', begun);
  await done('support.request', { unitId, title: 'Q', text: 'Q' });
  const support = await house.db
    .selectFrom('support_request')
    .select('id')
    .where('unit_id', '=', unitId)
    .executeTakeFirstOrThrow();
  await done('number.challenge', {
    unitId,
    measureId: 'waiting-days',
    month: '2026-02',
    text: 'T',
  });
  const challenge = await house.db
    .selectFrom('challenge')
    .select('id')
    .where('unit_id', '=', unitId)
    .executeTakeFirstOrThrow();
  const signalId = `s-${randomUUID()}`;
  const month = '2026-02';
  await storeSignal(
    house.db,
    { id: signalId, unitId, measureId: 'waiting-days', month },
    '2026-03-01T00:00:00Z',
  );
  const alertId = `alert-${unitId}`;
  const raisedAt = '2026-03-01T00:00:00Z';
  await inTransaction(house.db, (tx) =>
    insertAlert(tx, {
      ...{ id: alertId, unitId, instrumentId: 'i', ruleId: 'r', participantId: 'x' },
      ...{ role: 'nurse', escalateTo: 'unit-manager', raisedAt, escalateAt: raisedAt },
    }),
  );
  const messageId = await messageTo(forumId, unitId);
  const open = await raise('Open');
  await raise('Another');
  return {
    ...{ unitId, forumId, cycleId, signalId, practiceId, adoptionId, supportId: support.id },
    ...{ messageId, challengeId: challenge.id },
    alertId,
    ...{ threadId: open.threadId, proposalId: open.proposalId, ownerId: 'founder' },
  };
}

/** A message as a round leaves it, told to a board. */
async function messageTo(forumId: string, unitId: string): Promise<string> {
  const id = `m-${randomUUID()}`;
  const period = '2026-03-02';
  const madeAt = `${period}T00:00:00.000Z`;
  await inTransaction(house.db, async (tx) => {
    await beginRound(tx, { period, madeAt, weights: firstWeights });
    await insertMessages(tx, [
      {
        ...{ id, period, madeAt, place: 1, outcome: 'chosen', because: null, type: 'step-due' },
        ...{ recipient: { kind: 'board', id: forumId }, key: id, unitId, measureId: null },
        facts: { type: 'step-due', waitingFor: 'a-verdict', since: madeAt, days: 1 },
        ...{ threadId: null, step: { page: 'measure' }, actionable: 'yours' },
        score: {
          parts: { new: 1, actionable: 1, important: 1, preferred: 1, unsaid: 1 },
          total: 1,
        },
        ...{ readAt: null, actedAt: null },
      },
    ]);
  });
  return id;
}

const sceneAt = (place: Place): Scene => {
  const scene = scenes.get(place);
  if (scene === undefined) throw new Error(`no scene ${place}`);
  return scene;
};

async function attempt(who: string, name: CommandName, place: Place) {
  const tried = commandInputs[name];
  const client = clients.get(who);
  if (client === undefined) throw new Error(`${who} has not signed in`);
  const { status, body } = await client.give(name, tried.input(sceneAt(place)));
  return { status, body, told: `${name} by ${who} in ${place} → ${status} ${body.code ?? ''}` };
}

const names = Object.keys(commandSchemas) as CommandName[];

test('every command has a right and an input to be tried with', () => {
  expect(names.filter((name) => !isRight(name))).toEqual([]);
  expect(
    names.filter((name) => !Object.hasOwn(commandInputs, name)),
    'add it to test/harness/command-inputs.ts',
  ).toEqual([]);
});

describe('each command, for each role, in each place, on the running server', () => {
  test.each(names)('%s', async (name) => {
    const granted: readonly string[] = rights[name];
    const seat = seatRights[name];
    const grantedBy = [...granted, ...(seat === undefined ? [] : [`forum-${seat}`])];
    for (const role of roleKinds)
      for (const place of places) {
        const { status, body, told } = await attempt(role, name, place);
        // Whoever may can still meet a state that has moved on (409); nobody else gets that far.
        if (isAllowed(name, role, place)) expect([200, 409], told).toContain(status);
        else {
          expect(status, told).toBe(403);
          expect(body, told).toMatchObject({ code: 'not-allowed', grantedBy });
        }
      }
  });

  const isAllowed = (name: CommandName, role: RoleKind, place: Place): boolean =>
    placesFor(name, role).includes(commandInputs[name].at === 'top' ? 'above' : place);
});

describe('each command, by a seat in the forum, wherever one’s role is held', () => {
  test.each(names)('%s', async (name) => {
    const needed = seatRights[name];
    for (const seat of seats)
      for (const place of places) {
        const { status, told } = await attempt(seat, name, place);
        const isAllowed = needed === 'member' || (needed === 'chair' && seat === 'chair');
        if (isAllowed) expect([200, 409], told).toContain(status);
        else expect(status, told).toBe(403);
      }
  });
});
