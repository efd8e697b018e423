import type { CyclePage, Effect, Proposal, ThreadEntry, ThreadPage, ThreadSummary } from '#api';
import { made, measureRef } from './measures.ts';
import { pathTo, personas, unitRef } from './organisation.ts';
import { annotationsFor } from './pages.ts';
import { chartFor } from './series.ts';

const unit = unitRef('u-aff-out') ?? { id: 'u-aff-out', name: { en: '', sv: '' }, level: 'unit' };
const carePlan = made.find((m) => m.id === 'care-plan-within-14-days');
const person = (id: string) => {
  const found = personas.find((p) => p.id === id);
  return found === undefined ? null : { id: found.id, name: found.name };
};
const nora = person('n-1');
const mans = person('m-1');
const forum = {
  id: 'f-u-aff-out',
  name: { en: 'Forum of Affective outpatients', sv: 'Forum för Affektiva öppenvården' },
};

export const threadSummaries: ThreadSummary[] = [
  summary('t-1', 'Care plans come late', 'a-verdict', '2026-10-20T09:00:00Z', {
    measureTitle: { en: 'Care plan within 14 days', sv: 'Vårdplan inom 14 dagar' },
    openingSignal: { rule: 'shift', reading: 'concern', month: '2025-10', firstMonth: '2025-04' },
    owner: mans,
  }),
  summary('t-2', 'A shorter letter before the first visit', 'a-decision', '2026-09-01T09:00:00Z', {
    overdue: true,
    owner: nora,
  }),
  summary('t-3', 'Missed visits on Mondays', 'a-proposal', '2026-10-28T09:00:00Z', {}),
  summary('t-4', 'Phones in the waiting room', 'nothing', '2026-05-28T09:00:00Z', {
    state: 'closed',
    closedAt: '2026-05-28T09:00:00Z',
    owner: nora,
  }),
];

function summary(
  id: string,
  title: string,
  waitingFor: ThreadSummary['waitingFor'],
  since: string,
  more: Partial<ThreadSummary>,
): ThreadSummary {
  return {
    id,
    title,
    unit,
    state: 'open',
    waitingFor,
    owner: null,
    since,
    openedAt: '2025-11-12T08:30:00Z',
    closedAt: null,
    measureTitle: null,
    openingSignal: null,
    openingDispute: null,
    overdue: false,
    ...more,
  };
}

export const effect: Effect = {
  kind: 'estimate',
  method: 'Interrupted time series (segmented regression, Newey-West errors)',
  difference: 0.164,
  lower95: 0.098,
  upper95: 0.231,
  monthsBefore: 24,
  monthsAfter: 8,
  before: 0.62,
  after: 0.79,
  reading: 'better',
  predictionMet: 'met',
  cautions: [{ code: 'few-months-after', message: 'Only 8 months after the change.' }],
  dataVersion: '2026-11-02.1',
  estimatedAt: '2026-11-03T05:12:00Z',
};

let seq = 100;

function entry(
  kind: ThreadEntry['kind'],
  at: string,
  words: Record<string, string>,
  more: Partial<ThreadEntry> = {},
): ThreadEntry {
  seq += 1;
  return {
    ledgerSeq: seq,
    hash: `${seq}`.padStart(64, 'a'),
    at,
    by: nora,
    kind,
    words,
    signalId: null,
    proposalId: null,
    cycleId: null,
    measureId: null,
    effect: null,
    unit: null,
    forum: null,
    outcome: null,
    toForum: null,
    direction: null,
    because: null,
    tally: null,
    rule: null,
    ...more,
  };
}

const entries: ThreadEntry[] = [
  entry(
    'signal',
    '2025-11-12T08:30:00Z',
    { rule: 'shift', reading: 'concern', month: '2025-10', firstMonth: '2025-04' },
    { by: null, measureId: 'care-plan-within-14-days', signalId: 's-0' },
  ),
  entry('comment', '2025-11-20T10:12:00Z', {
    text: 'We make the plan when we have the time, not when the patient is there. That is why it is late.',
  }),
  entry(
    'proposal',
    '2025-12-02T13:40:00Z',
    {
      kind: 'idea',
      title: 'Make the plan in the first meeting',
      text: 'If the plan is begun together in the first meeting, it is nearly done when the patient leaves.',
    },
    { proposalId: 'p-1' },
  ),
  entry(
    'decision',
    '2026-01-15T08:00:00Z',
    {
      reason:
        'Costs nothing but ten minutes. Sture thinks the meeting gets too long; we try it with half of the patients first.',
    },
    { by: mans, proposalId: 'p-1', forum, outcome: 'try' },
  ),
  entry(
    'cycle-started',
    '2026-01-15T08:20:00Z',
    {
      title: 'Plan in the first meeting',
      aim: '80 % have a care plan within 14 days by October.',
      change: 'The plan is begun together with the patient in the first meeting.',
      predictionText: 'From 62 to 80 % within half a year.',
      predictedValue: '0.8',
      predictedByMonth: '2026-10',
      plan: 'Nora tells everybody in February, start in March.',
    },
    { by: mans, cycleId: 'c-1' },
  ),
  entry(
    'cycle-step',
    '2026-03-10T09:00:00Z',
    {
      startMonth: '2026-03',
      text: 'Began on the 2nd of March with all patients; half turned out to be harder to remember.',
    },
    { cycleId: 'c-1' },
  ),
  entry('effect', '2026-11-03T05:12:00Z', {}, { by: null, cycleId: 'c-1', effect }),
  entry(
    'cycle-step',
    '2026-10-20T09:00:00Z',
    {
      text: 'Seven of ten have their plan the same day. The meetings are eight minutes longer.',
    },
    { cycleId: 'c-1' },
  ),
];

const proposals: Proposal[] = [
  {
    id: 'p-1',
    kind: 'idea',
    title: 'Make the plan in the first meeting',
    text: 'Begun together.',
    by: nora ?? { id: '', name: '' },
    at: '2025-12-02T13:40:00Z',
    origin: 'front-line',
    state: 'tried',
    lastStep: 3,
    forum,
  },
];

export function threadFor(id: string, role: string): ThreadPage | null {
  const thread = threadSummaries.find((t) => t.id === id);
  if (thread === undefined || carePlan === undefined) return null;
  const reads = role === 'researcher' || role === 'patient-representative';
  const isFirst = id === 't-1';
  const open = [
    'thread.comment',
    'thread.take-over',
    'proposal.raise',
    'proposal.decide',
    'cycle.start',
    'thread.close',
  ];
  return {
    thread,
    path: pathTo(thread.unit.id),
    entries: isFirst
      ? entries
      : [
          entry('idea', thread.openedAt, {
            title: thread.title,
            text: 'An idea from the morning round.',
          }),
        ],
    signals: [],
    proposals: isFirst
      ? proposals
      : [
          {
            ...(proposals[0] ?? missing()),
            id: 'p-2',
            title: thread.title,
            state: 'raised',
          },
        ],
    cycles: isFirst
      ? [{ id: 'c-1', title: 'Plan in the first meeting', state: 'studied', verdict: null }]
      : [],
    measure: isFirst ? measureRef(carePlan) : null,
    chart: isFirst ? chartFor('u-aff-out', carePlan) : null,
    annotations: isFirst ? annotationsFor('u-aff-out', carePlan) : [],
    disagreements: [],
    challenge: null,
    mayDo: reads
      ? ['thread.comment']
      : thread.state === 'closed'
        ? ['thread.comment', 'thread.reopen']
        : open,
  };
}

const missing = (): never => {
  throw new Error('the fixture has no thread or proposal');
};

export function cycleFor(id: string, role: string): CyclePage | null {
  if (id !== 'c-1' || carePlan === undefined) return null;
  const by = mans ?? { id: '', name: '' };
  return {
    id,
    title: 'Plan in the first meeting',
    unit,
    path: pathTo(unit.id),
    thread: threadSummaries[0] ?? missing(),
    aim: '80 % have a care plan within 14 days by October.',
    change: 'The plan is begun together with the patient in the first meeting.',
    prediction: {
      text: 'From 62 to 80 % within half a year.',
      from: 0.62,
      to: 0.8,
      byMonth: '2026-10',
    },
    measure: measureRef(carePlan),
    balancingMeasures: made.filter((m) => m.id === 'waiting-days').map(measureRef),
    startMonth: '2026-03',
    state: 'studied',
    verdict: null,
    verdictReason: null,
    steps: [
      {
        step: 'plan',
        text: 'Nora tells everybody in February, start in March.',
        at: '2026-01-15T08:20:00Z',
        by,
      },
      {
        step: 'do',
        text: 'Began on the 2nd of March with all patients.',
        at: '2026-03-10T09:00:00Z',
        by,
      },
      {
        step: 'study',
        text: 'Seven of ten have their plan the same day. The meetings are eight minutes longer.',
        at: '2026-10-20T09:00:00Z',
        by,
      },
    ],
    owner: mans,
    chart: chartFor('u-aff-out', carePlan),
    annotations: annotationsFor('u-aff-out', carePlan),
    effect,
    mayAct: role === 'unit-manager',
    practiceId: null,
    mayMakePractice: false,
  };
}
