import { describe, expect, test } from 'vitest';
import type { MessageType } from '#core';
import { qualityChecks } from '#data';
import { type Organisation, type Person, unitTree } from '#organisation';
import type { Candidate } from './candidate.ts';
import { chooseMessages, type MessageTypeSetting, type Round, usualTypeSetting } from './choose.ts';
import { bringsMail, isQuiet } from './mail-wishes.ts';
import { messageWords } from './message-words.ts';
import { type Picked, periodOf } from './pick.ts';
import { mayReadMessages, type Recipient, recipientsOf } from './recipient.ts';
import { noWishes, type Said, type Wishes } from './score.ts';
import { firstWeights, weightProblems, wholeWeights } from './weights.ts';
import { whyWords } from './why-words.ts';

const both = (name: string) => ({ en: name, sv: name });
const units = [
  ['div', null, 'division'],
  ['dep', 'div', 'department'],
  ['ward', 'dep', 'unit'],
  ['clinic', 'dep', 'unit'],
] as const;
const tree = unitTree(
  units.map(([id, parentId, level]) => ({ id, parentId, level, name: both(id) })),
);
const person = (id: string, role: Person['roles'][number]['role'], unitId: string): Person => ({
  ...{ id, name: id, title: both(id), persona: true },
  roles: [{ role, unitId }],
});
const nurse = person('nurse', 'nurse', 'ward');
const manager = person('manager', 'unit-manager', 'ward');
const coordinator = person('coordinator', 'coordinator', 'dep');
const chair = person('chair', 'board-chair', 'div');
const forums: Organisation['forums'] = (
  [
    ['local', 'ward', 'local-forum', 'manager'],
    ['group', 'dep', 'coordinating-group', 'coordinator'],
    ['board', 'div', 'prioritisation-board', 'chair'],
  ] as const
).map(([id, unitId, kind, personId]) => ({
  ...{ id, unitId, kind, name: both(id), cadenceDays: 14, meetsFrom: '2026-01-01' },
  ...{ mattersPerMeeting: 6, quorum: null, members: [{ personId, chair: true, votes: true }] },
}));

const asOf = '2026-03-02T08:00:00.000Z';
const yesterday = '2026-03-01T08:00:00.000Z';
const monthsAgo = '2025-10-01T00:00:00.000Z';

const about = (
  type: MessageType,
  unitId: string,
  measureId: string,
  more: Partial<Candidate> = {},
): Candidate => ({
  ...{ key: `${type}/${unitId}/${measureId}`, type, unitId, measureId },
  ...{ threadId: null, forumId: null, ownerId: null, since: yesterday, size: 1 },
  facts: { type: 'step-due', waitingFor: 'a-verdict', since: yesterday, days: 1 },
  step: { page: 'measure' },
  ...more,
});

/** What lies before everybody: a fresh concern, a verdict, a decision, an old target, a unit unlike others, an effect. */
const matters: readonly Candidate[] = [
  about('concern', 'ward', 'waiting', { ownerId: 'manager' }),
  about('step-due', 'ward', 'restraint', { ownerId: 'manager' }),
  about('target-missed', 'ward', 'care-plan', { since: monthsAgo }),
  about('unlike-others', 'clinic', 'involved'),
  about('step-due', 'clinic', 'missed', { forumId: 'group', key: 'step-due/t-1/a-decision' }),
  about('effect-told', 'dep', 'readmission', { ownerId: 'coordinator' }),
  about('improvement', 'div', 'coverage', { ownerId: 'chair' }),
];
const interests = {
  waiting: 'management',
  'care-plan': 'front-line',
  coverage: 'authority',
} as const;

interface Hearing {
  readonly wishes?: Wishes;
  readonly said?: readonly Said[];
  readonly candidates?: readonly Candidate[];
  readonly setting?: MessageTypeSetting;
  readonly chance?: Round['chance'];
}

function heard(recipient: Recipient, hearing: Hearing = {}): readonly Picked[] {
  const { wishes = noWishes, said = [], candidates = matters } = hearing;
  const { setting = usualTypeSetting, chance = () => 0 } = hearing;
  const round: Round = {
    ...{ candidates, forums, tree, weights: firstWeights, asOf, chance, settingOf: () => setting },
    measures: new Map(Object.entries(interests).map(([id, interest]) => [id, { interest }])),
  };
  return chooseMessages(round, { recipient, wishes, said });
}

const toPerson = (one: Person): Recipient => ({ kind: 'person', id: one.id, person: one });
const chosenKeys = (picked: readonly Picked[]) =>
  picked.filter(({ outcome }) => outcome === 'chosen').map(({ candidate }) => candidate.key);
const whyOf = (picked: readonly Picked[], key: string): string => {
  const one = picked.find(({ candidate }) => candidate.key === key);
  if (one === undefined) return 'not a candidate';
  const because = one.outcome === 'not-chosen' ? one.because : null;
  return whyWords({ ...one, because }, firstWeights).en;
};

describe('each persona gets what concerns them', () => {
  test('the manager: the concern that is theirs, then the verdict that waits for them', () => {
    const picked = heard(toPerson(manager));
    expect(chosenKeys(picked)).toEqual(['concern/ward/waiting', 'step-due/ward/restraint']);
    expect(whyOf(picked, 'concern/ward/waiting')).toMatch(
      /^You get this because the next step is yours, it counts as important and you have not been told/,
    );
    expect(whyOf(picked, 'target-missed/ward/care-plan')).toMatch(/^Two others scored higher/);
  });
  test('the nurse: the same concern, which they can take up, though it is not theirs', () => {
    const picked = heard(toPerson(nurse));
    expect(chosenKeys(picked)[0]).toBe('concern/ward/waiting');
    expect(whyOf(picked, 'concern/ward/waiting')).toContain('you can take the next step');
    expect(whyOf(picked, 'effect-told/dep/readmission')).toBe('not a candidate');
  });
  test('the coordinator: the decision before their group, and the effect in their department', () => {
    const picked = heard(toPerson(coordinator));
    expect(chosenKeys(picked)).toEqual(['effect-told/dep/readmission', 'step-due/t-1/a-decision']);
    expect(whyOf(picked, 'step-due/t-1/a-decision')).toContain('the next step is yours');
  });
  test('the chair: what is theirs at the top; what lies two levels down weighs little', () => {
    const picked = heard(toPerson(chair));
    expect(chosenKeys(picked)[0]).toBe('improvement/div/coverage');
    const concern = picked.find(({ candidate }) => candidate.key === 'concern/ward/waiting');
    expect(concern?.score.parts.important).toBe(0.25); // 1 × (½ + ½) × ½², two levels below
  });
  test('the team of the ward hears of the ward only, the board of what lies before it', () => {
    const team = heard({ kind: 'team', id: 'ward', unitId: 'ward' });
    expect(team.map(({ candidate }) => candidate.unitId)).toEqual(['ward', 'ward', 'ward']);
    const [group] = forums.filter(({ id }) => id === 'group');
    if (group === undefined) throw new Error('no group');
    const board = heard({ kind: 'board', id: 'group', forum: group });
    expect(chosenKeys(board)).toContain('step-due/t-1/a-decision');
  });
});

describe('doubts reach those who can answer them', () => {
  const analyst = person('analyst', 'analyst', 'div');
  const doubts: readonly Candidate[] = [
    about('number-disputed', 'ward', 'waiting', { ownerId: 'analyst' }),
    about('dispute-answered', 'ward', 'care-plan', { ownerId: 'nurse' }),
    about('data-doubted', 'clinic', '', { measureId: null, ownerId: 'analyst' }),
    about('advice-drifts', 'dep', '', { measureId: null, ownerId: 'coordinator' }),
    about('step-due', 'ward', 'restraint', { ownerId: 'manager' }),
  ];
  const chosen = (one: Person) =>
    chosenKeys(heard(toPerson(one), { candidates: [...matters, ...doubts] }));
  const alone = (one: Person) => chosenKeys(heard(toPerson(one), { candidates: doubts }));
  test('the analyst who owns them: the disputed number and the records that need a look', () => {
    expect(alone(analyst).toSorted()).toEqual([
      'data-doubted/clinic/',
      'number-disputed/ward/waiting',
    ]);
    const picked = heard(toPerson(analyst), { candidates: doubts });
    expect(whyOf(picked, 'number-disputed/ward/waiting')).toContain('the next step is yours');
  });
  test('the nurse who doubted a number: its answer before anything else about the ward', () => {
    expect(alone(nurse)[0]).toBe('dispute-answered/ward/care-plan');
  });
  test('whoever doubted a number elsewhere hears of its answer; nobody else there does', () => {
    const elsewhere = about('dispute-answered', 'ward', 'x', { ownerId: 'other' });
    const clinician = (id: string) =>
      heard(toPerson(person(id, 'nurse', 'clinic')), { candidates: [elsewhere] });
    expect(chosenKeys(clinician('other'))).toEqual([elsewhere.key]);
    expect(clinician('another')).toEqual([]);
  });
  test('the coordinator: the advice that is followed less often', () => {
    expect(alone(coordinator)[0]).toBe('advice-drifts/dep/');
  });
  test('a dispute about a chart and a concern about it are one message', () => {
    const about = heard(toPerson(manager), { candidates: [...matters, ...doubts] });
    const onChart = about.filter(({ candidate }) => candidate.measureId === 'waiting');
    expect(onChart.filter(({ outcome }) => outcome === 'chosen').length).toBe(1);
  });
  test('nobody gets more than two, however much there is', () => {
    for (const one of [nurse, manager, coordinator, chair, analyst])
      expect(chosen(one).length).toBeLessThanOrEqual(2);
  });
});

describe('what is said', () => {
  test('is not said again in the next period, and comes back after two', () => {
    const told = (at: string): Said => ({
      ...{ key: 'concern/ward/waiting', type: 'concern', unitId: 'ward', measureId: 'waiting', at },
    });
    const after = (at: string) => {
      const picked = heard(toPerson(manager), { said: [told(at)] });
      return picked.find(({ candidate }) => candidate.type === 'concern');
    };
    // Periods of 14 days begin on 2 February, 16 February and 2 March.
    expect(after('2026-02-17T08:00:00.000Z')).toMatchObject({ because: 'said-before' });
    expect(after('2026-02-03T08:00:00.000Z')).toMatchObject({ outcome: 'chosen' });
  });
  test('scores by the formula', () => {
    const [best] = heard(toPerson(manager));
    // new ½^(1/14) = 0.9517; yours 1; important 1; management for a manager ¾; never said 1
    // (2×0.9517 + 3×1 + 3×1 + 1×0.75 + 2×1) / 11
    expect(best?.score.total).toBeCloseTo((2 * 0.9517 + 3 + 3 + 0.75 + 2) / 11, 4);
  });
  test('is once for a chart: the better of two messages', () => {
    const candidates = [
      about('concern', 'ward', 'waiting'),
      about('target-missed', 'ward', 'waiting'),
    ];
    const picked = heard(toPerson(nurse), { candidates });
    expect(picked.map(({ outcome }) => outcome)).toEqual(['chosen', 'not-chosen']);
    expect(picked[1]).toMatchObject({ because: 'same-chart' });
  });
  test('is less of what somebody wants fewer of, more of what they want more of', () => {
    const totalWith = (wish: 'more' | 'fewer') =>
      heard(toPerson(nurse), { wishes: { types: {}, measures: { waiting: wish } } }).find(
        ({ candidate }) => candidate.measureId === 'waiting',
      )?.score.total ?? 0;
    expect(totalWith('more') - totalWith('fewer')).toBeCloseTo(1 / 11, 6); // preferred 1 − 0, weight 1 of 11
  });
  test('is nothing that is not worth it', () => {
    const candidates = [about('target-met', 'ward', 'x', { since: monthsAgo, size: 0 })];
    const picked = heard(toPerson(chair), { candidates });
    expect(picked).toMatchObject([{ outcome: 'not-chosen', because: 'not-worth-sending' }]);
    expect(whyOf(picked, 'target-met/ward/x')).toMatch(
      /^It scores 0\.\d\d of 1; 0.50 is needed\.$/,
    );
  });
  test('a kind that is switched off is not said, and the log says so', () => {
    const picked = heard(toPerson(manager), { setting: { isOn: false, randomised: null } });
    expect(picked.every((one) => one.outcome === 'not-chosen')).toBe(true);
    expect(whyOf(picked, 'concern/ward/waiting')).toBe('Messages of this kind are switched off.');
  });
});

describe('by chance', () => {
  const setting = { isOn: true, randomised: { share: 0.5, seed: 's' } };
  test('what is held back keeps its place: nothing else is said instead', () => {
    const chance = (_seed: string, name: string) => (name.startsWith('concern') ? 0.9 : 0.1);
    const picked = heard(toPerson(manager), { setting, chance });
    expect(picked.slice(0, 3).map(({ outcome }) => outcome)).toEqual([
      ...['held-back', 'chosen', 'not-chosen'],
    ]);
  });
  test('everybody is on the same side, for a whole quarter', () => {
    const names = new Set<string>();
    const chance = (_seed: string, name: string) => {
      names.add(name);
      return 0.9;
    };
    const concern = matters.slice(0, 1);
    for (const one of [nurse, manager])
      expect(chosenKeys(heard(toPerson(one), { setting, chance, candidates: concern }))).toEqual(
        [],
      );
    expect([...names]).toEqual(['concern/ward/waiting/2026-Q1']);
  });
});

test('a kind that is newer than the weights has its first importance', () => {
  const { 'advice-drifts': _, ...older } = { ...firstWeights.importance, concern: 0.1 };
  expect(wholeWeights({ ...firstWeights, importance: older }).importance).toEqual({
    ...firstWeights.importance,
    concern: 0.1,
  });
});

describe('weights', () => {
  test('as they come are allowed', () => expect(weightProblems(firstWeights)).toEqual([]));
  test('outside their range are refused with the range', () => {
    const parts = { ...firstWeights.parts, new: 11 };
    expect(weightProblems({ ...firstWeights, parts })).toMatchObject([
      { code: 'weight-out-of-range', where: 'new', tip: 'Choose a number from 0 to 10.' },
    ]);
  });
  test('that are all nothing are refused', () => {
    const parts = { new: 0, actionable: 0, important: 0, preferred: 0, unsaid: 0 };
    expect(weightProblems({ ...firstWeights, parts })).toMatchObject([
      { code: 'weights-all-zero' },
    ]);
  });
});

test('nobody reads what is another’s', () => {
  const reads = (reader: Person, kind: 'person' | 'team' | 'board', id: string) =>
    mayReadMessages(reader, { kind, id }, { forums, tree });
  expect(reads(nurse, 'person', 'nurse')).toBe(true);
  expect(reads(chair, 'person', 'nurse')).toBe(false);
  expect(reads(nurse, 'team', 'ward')).toBe(true);
  expect(reads(nurse, 'team', 'clinic')).toBe(false);
  expect(reads(coordinator, 'board', 'group')).toBe(true);
  expect(reads(nurse, 'board', 'group')).toBe(false);
});

test('people with roles, teams of units without units below, and boards of units with', () => {
  const people = [nurse, { ...chair, roles: [] }];
  expect(recipientsOf({ people, forums, tree }).map(({ kind, id }) => `${kind} ${id}`)).toEqual([
    ...['person nurse', 'team ward', 'team clinic', 'board group', 'board board'],
  ]);
});

describe('mail', () => {
  test('comes each period, in the first of a month, or never', () => {
    // Periods begin on 2 February, 16 February, 2 March.
    const periods = ['2026-02-02', '2026-02-16', '2026-03-02'];
    const brought = (frequency: 'each-period' | 'monthly' | 'never') =>
      periods.map((period) => bringsMail(frequency, period));
    expect(brought('each-period')).toEqual([true, true, true]);
    expect(brought('monthly')).toEqual([true, false, true]);
    expect(brought('never')).toEqual([false, false, false]);
  });
  test('keeps quiet over midnight, by the clock on the wall', () => {
    const quiet = { from: '17:00', to: '08:00' };
    const at = (instant: string) => isQuiet(quiet, instant, 'Europe/Stockholm');
    expect(at('2026-03-02T06:59:00.000Z')).toBe(true); // 07:59 in Stockholm
    expect(at('2026-03-02T07:00:00.000Z')).toBe(false); // 08:00
    expect(at('2026-07-02T15:30:00.000Z')).toBe(true); // 17:30, summer time
  });
});

test('a period begins on a Monday, every second week', () => {
  expect(periodOf('2026-01-05T00:00:00.000Z')).toBe('2026-01-05');
  expect(periodOf('2026-01-18T23:59:59.999Z')).toBe('2026-01-05');
  expect(periodOf('2025-12-31T12:00:00.000Z')).toBe('2025-12-22');
});

describe('words', () => {
  const measure = {
    ...{ title: { en: 'Waiting time', sv: 'Väntetid' }, scoring: 'proportion' as const },
    unitLabel: both('%'),
  };
  const facts = {
    ...{ type: 'concern' as const, month: '2026-02', firstMonth: '2025-12' },
    ...{ value: 0.613, centre: 0.8 },
  };
  const said = { unitName: both('Ward 1'), measure, withNumbers: true };
  test('say what, since when, and the numbers with their unit', () => {
    expect(messageWords({ facts }, said, 'en')).toEqual({
      title: 'Waiting time has got worse at Ward 1',
      text: 'It began in December 2025, and chance alone seldom makes such a pattern. In February 2026: 61\u00a0%. Before: 80\u00a0%.',
      step: 'Look at what happened',
    });
    expect(messageWords({ facts }, said, 'sv').text).toContain('I februari 2026: 61\u00a0%.');
  });
  test('say what is disputed, and what came of it, without what anybody wrote', () => {
    const months = { firstMonth: '2026-01', lastMonth: '2026-02' };
    const disputed = { type: 'number-disputed' as const, ...months, days: 1 };
    expect(messageWords({ facts: disputed }, said, 'en')).toEqual({
      title: 'The number for Waiting time at Ward 1 is disputed',
      text: 'Somebody thinks that it is wrong from January 2026 to February 2026. It has waited one day for an answer.',
      step: 'Look into it',
    });
    const outcome = 'recording-error' as const;
    const answered = { type: 'dispute-answered' as const, ...months, outcome };
    expect(messageWords({ facts: answered }, said, 'sv').title).toBe(
      'Siffran för Väntetid på Ward 1 var fel: det var felregistrerat',
    );
  });
  test('name the check of the data by its title, and leave its share out of mail', () => {
    const checkId = qualityChecks[0]?.id ?? '';
    const doubted = { checkId, month: '2026-02', share: 0.254, days: 3 };
    const data = { facts: { type: 'data-doubted' as const, ...doubted } };
    const without = { ...said, measure: null };
    const told = messageWords(data, without, 'sv');
    expect(told.title).toContain(qualityChecks[0]?.title.sv);
    expect(told.text).toContain('I februari 2026: 25\u00a0% av uppgifterna.');
    expect(messageWords(data, { ...without, withNumbers: false }, 'sv').text).not.toContain('%');
  });
  test('name advice by the title of its rule', () => {
    const rule = { en: 'Care plan not yet made', sv: 'Vårdplan ännu inte gjord' };
    const facts = { type: 'advice-drifts' as const, rule, firstMonth: '2025-12' };
    expect(messageWords({ facts }, { ...said, measure: null }, 'en').title).toBe(
      'Advice at Ward 1 is followed less often: Care plan not yet made',
    );
  });
  test('leave numbers out that rest on few', () => {
    const { text } = messageWords({ facts }, { ...said, withNumbers: false }, 'en');
    expect(text).toBe('It began in December 2025, and chance alone seldom makes such a pattern.');
  });
});
