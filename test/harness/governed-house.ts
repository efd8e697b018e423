import { monthsFromTo } from '#core';
import { type Organisation, organisationFromYaml } from '#organisation';
import { inTransaction, recordQuality } from '#store';
import { organisationInForce } from '../../src/application/context.ts';
import { messageClock } from '../../src/application/messages/message-clock.ts';
import { qualityAlarms } from '../../src/application/quality/alarms.ts';
import { routeAlarms } from '../../src/application/quality/route-alarms.ts';
import {
  addMeasure,
  addResults,
  type Client,
  type RunningHouse,
  runningHouse,
} from './running-house.ts';
import { shippedLibrary } from './shipped-library.ts';
import { smallOrganisationYaml } from './small-organisation.ts';

/** The small organisation with forums that can decide together: more members, a support unit, a forum nobody sits in. */
function governedOrganisation(): Organisation {
  const forums = `
  - { id: group-b, unit: dep-b, kind: coordinating-group, name: { en: Group B, sv: Grupp B }, cadenceDays: 28, members: [] }
  - { id: support, unit: div, kind: support-unit, name: { en: Support unit, sv: Stödenheten }, cadenceDays: 7, members: [{ person: analyst, chair: true }] }
`;
  const alone = 'members: [{ person: coordinator, chair: true }]';
  const together =
    'members: [{ person: coordinator, chair: true }, { person: manager }, { person: patient }]';
  const yaml = smallOrganisationYaml.replace(alone, together).trimEnd() + forums;
  const read = organisationFromYaml(yaml, 'governed.yaml');
  if (read.kind === 'problems') throw new Error(read.problems.map((p) => p.message).join('; '));
  return read.organisation;
}

type Made = 'practice' | 'adoption' | 'decided' | 'onTheTable' | 'disputed' | 'foundByCheck';

export interface GovernedHouse extends RunningHouse {
  /** Addresses of what people, and one check of the data, have made. */
  readonly made: Readonly<Record<Made, string>>;
}

/** A running house in which people have proposed, scored, decided, disagreed and taken a practice up. */
export async function governedHouse(webFolder: string): Promise<GovernedHouse> {
  const library = await shippedLibrary();
  const house = await runningHouse(governedOrganisation(), library, webFolder);
  const names = ['nurse', 'manager', 'manager-2', 'coordinator', 'chair', 'patient'] as const;
  const clients = await Promise.all(names.map(house.as));
  const as = (name: (typeof names)[number]): Given => {
    const client = clients[names.indexOf(name)];
    if (client === undefined) throw new Error(`${name} is not signed in`);
    return given(client);
  };
  await addNumbers(house);
  const { practice, adoption } = await spreadPractice(as);
  const { decided, onTheTable } = await decideTogether(as);
  const disputed = await disputeNumbers(as);
  const foundByCheck = await findBadRows(house);
  await as('manager')('instrument.choose', {
    ...{ unitId: 'ward-1', instrumentId: 'wellbeing-scale', inUse: true, reason: 'We ask.' },
  });
  await house.application.effectsKept();
  await messageClock({
    ...{ application: house.application, timeZone: 'Europe/Stockholm', mail: null },
    onTrouble: (error) => {
      throw error;
    },
  }).turn();
  return { ...house, made: { practice, adoption, decided, onTheTable, disputed, foundByCheck } };
}

type Given = (name: string, input: object) => Promise<Record<string, string>>;
type As = (name: 'nurse' | 'manager' | 'manager-2' | 'coordinator' | 'chair' | 'patient') => Given;

/** Every command here must succeed: a fixture that was refused would show empty pages. */
const given =
  (client: Client): Given =>
  async (name, input) => {
    const { status, body } = await client.give(name, input);
    if (status !== 200) throw new Error(`${name} was answered ${status}: ${body.message}`);
    return body;
  };

/** Ward 1 and 2 go from 40 to 60 of 100, each in its month; ward 3 stays; give or take one. */
async function addNumbers({ db }: RunningHouse): Promise<void> {
  await addMeasure(db, 'care-plan', { scoring: 'proportion', chart: 'p', direction: 'up' });
  for (const [unitId, change] of [
    ['ward-1', '2024-03'],
    ['ward-2', '2024-09'],
    ['ward-3', '9999-01'],
  ] as const)
    await addResults(db, { unitId, measureId: 'care-plan' }, (month, i) => ({
      numerator: (month < change ? 40 : 60) + (i % 3) - 1,
      denominator: 100,
    }));
}

async function spreadPractice(as: As) {
  const idea = { unitId: 'ward-1', title: 'Plan at the first visit', text: 'Could we?' };
  const { threadId } = await as('nurse')('thread.raise-idea', idea);
  const { proposalId } = await as('nurse')('proposal.raise', {
    ...{ threadId, kind: 'idea', title: idea.title, text: 'Twenty minutes are kept for it.' },
  });
  await as('manager')('proposal.decide', { proposalId, outcome: 'try', reason: 'Cheap.' });
  const { cycleId } = await as('nurse')('cycle.start', {
    ...{ threadId, title: idea.title, aim: 'More plans', change: 'Twenty minutes' },
    ...{ measureId: 'care-plan', predictionText: 'Up to 60 %', plan: 'All of us' },
  });
  await as('nurse')('cycle.record-do', { cycleId, startMonth: '2024-03', text: 'Begun.' });
  await as('nurse')('cycle.record-study', { cycleId, text: 'It rose.' });
  await as('manager')('cycle.record-act', { cycleId, verdict: 'kept', reason: 'It helped.' });
  const { practiceId = '' } = await as('nurse')('practice.make', {
    ...{ cycleId, title: 'Care plan at the first visit', origin: 'front-line', measureIds: [] },
    summary: 'Twenty minutes of each first visit are kept for the plan.',
    essentials: ['The patient writes it with us', 'Within the first visit'],
    parameters: [
      { kind: 'number', name: 'Minutes kept', unit: 'min', value: 20, least: 10, greatest: 30 },
    ],
  });
  await as('manager')('practice.offer', { practiceId, reason: 'Useful to others.' });
  const { adoptionId = '' } = await as('manager-2')('adoption.begin', {
    ...{ practiceId, unitId: 'ward-2', basis: 'chosen', startMonth: '2024-09' },
    ...{ values: { p1: 15 }, reason: 'We want it too.' },
  });
  await as('manager-2')('adoption.adapt', {
    ...{ adoptionId, when: 'while-trying', planned: 'planned', decidedBy: 'front-line' },
    ...{ what: 'content', level: 'patient', nature: 'shortening', fidelity: 'inconsistent' },
    ...{ text: 'Half now, half by phone.', why: 'Short visits.', essentialIds: ['e2'] },
  });
  await as('manager-2')('adoption.check-fidelity', {
    ...{ adoptionId, month: '2026-02', keptIds: ['e1'] },
  });
  await as('chair')('balance.set', { fromBelowShare: 0.6, reason: 'Ownership.' });
  return { practice: `/practices/${practiceId}`, adoption: `/adoptions/${adoptionId}` };
}

/** One number that is disputed, and one of which somebody has said what came of it. */
async function disputeNumbers(as: As): Promise<string> {
  const chart = { unitId: 'ward-1', measureId: 'care-plan' };
  const dispute = (month: string, text: string) =>
    as('nurse')('number.challenge', { ...chart, month, text });
  const { threadId = '' } = await dispute('2026-01', 'We were closed for a week.');
  await dispute('2025-12', 'Two visits are missing.');
  return `/threads/${threadId}`;
}

/** A check that finds hardly anything in eleven months and much in the last. */
async function findBadRows({ application, db }: RunningHouse): Promise<string> {
  const now = application.clock();
  const checkId = 'time-without-zone';
  const series = monthsFromTo('2025-03', '2026-02').map((month, i) => ({
    ...{ checkId, unitId: 'ward-1', month, subject: '', checked: 200 },
    ...{ bad: i === 11 ? 40 : i % 2, expected: 0 },
  }));
  const [threadId] = await inTransaction(db, async (tx) => {
    await recordQuality(tx, { dataVersion: 'd1', measuredAt: now }, series);
    const alarms = qualityAlarms(series, { thresholds: new Map(), topId: 'div' });
    const organisation = await organisationInForce(tx);
    return routeAlarms(tx, { alarms, organisation, now, dataVersion: 'd1' });
  });
  if (threadId === undefined) throw new Error('the check has found nothing');
  return `/threads/${threadId}`;
}

/** The department's group scores one proposal and decides it against a member's word; another is on its table. */
async function decideTogether(as: As) {
  const raise = (title: string, unitId: string, more: object = {}) =>
    as('patient')('proposal.raise', {
      ...{ unitId, kind: 'idea', title, text: `${title}: many of us ask for it.` },
      ...{ origin: 'patients-and-families', ...more },
    });
  const points = { benefit: 8, feasible: 4, evidence: 3, equity: 9 };
  const { proposalId: first = '' } = await raise('Quiet hours on both wards', 'dep-a');
  await as('coordinator')('proposal.consider', { proposalId: first });
  for (const name of ['coordinator', 'manager', 'patient'] as const)
    await as(name)('proposal.score', { proposalId: first, points });
  await as('coordinator')('proposal.decide', {
    ...{ proposalId: first, outcome: 'decline', reason: 'The wards differ too much.' },
    presentIds: ['coordinator', 'manager', 'patient'],
  });
  await as('patient')('proposal.dissent', { proposalId: first, text: 'Both wards asked for it.' });
  const { proposalId: second = '' } = await raise('Letters with the number of weeks', 'dep-a');
  const { proposalId: third = '' } = await raise('A map in every letter', 'dep-a');
  await as('coordinator')('proposal.consider', { proposalId: second });
  await as('manager')('proposal.score', { proposalId: second, points });
  await as('manager')('proposal.declare-interest', {
    proposalId: third,
    text: 'My brother draws.',
  });
  await as('coordinator')('forum.start-dots', { forumId: 'group-a' });
  await as('manager')('forum.lay-dots', { forumId: 'group-a', dots: { [second]: 1 } });
  await as('patient')('support.request', {
    ...{ unitId: 'dep-a', title: 'How long do people wait?', text: 'By clinic, please.' },
  });
  await as('coordinator')('forum.record-meeting', {
    ...{ forumId: 'group-a', heldOn: '2026-03-02', notes: 'All came.' },
    presentIds: ['coordinator', 'manager', 'patient'],
  });
  return { decided: `/proposals/${first}`, onTheTable: `/proposals/${second}` };
}
