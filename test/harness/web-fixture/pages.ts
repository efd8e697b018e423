import type {
  Annotation,
  Beside,
  Chart,
  Inbox,
  MeasurePage,
  NextStep,
  Overview,
  OverviewMeasure,
  Signal,
} from '#api';
import { addMonths } from '#core';
import { type MadeMeasure, made, measureRef } from './measures.ts';
import { besideOf, childrenOf, pathTo, personas, unitRef } from './organisation.ts';
import { chartFor, lastMonth } from './series.ts';
import { threadSummaries } from './threads.ts';

const evaluatedAt = '2026-11-03T05:12:00Z';
const dataVersion = '2026-11-02.1';

const readingOf = (chart: Chart): Signal['reading'] | null => {
  if (chart.kind === 'no-chart') return null;
  const kind = chart.variation.split('-')[0];
  return kind === 'improvement' || kind === 'concern' || kind === 'neutral' ? kind : null;
};

export function signalFor(unitId: string, m: MadeMeasure): Signal | null {
  const chart = chartFor(unitId, m);
  const unit = unitRef(unitId);
  const reading = readingOf(chart);
  if (chart.kind === 'no-chart' || reading === null || unit === null) return null;
  const last = chart.points.at(-1);
  const thread = threadSummaries.find((t) => t.unit.id === unitId && t.measureTitle?.en === m.en);
  return {
    id: `s-${unitId}-${m.id}`,
    measureId: m.id,
    measureTitle: { en: m.en, sv: m.sv },
    unit,
    month: lastMonth,
    firstMonth: addMonths(lastMonth, 1 - chart.lastRunLength),
    rule: last?.rules.at(-1) ?? 'outside-limits',
    reading,
    state: thread === undefined ? 'new' : 'in-thread',
    owner: null,
    threadId: thread?.id ?? null,
    cautions: [],
  };
}

function nextStepFor(unitId: string, m: MadeMeasure): NextStep {
  const signal = signalFor(unitId, m);
  if (signal === null) return { kind: 'raise-idea' };
  return signal.threadId === null
    ? { kind: 'look-at-signal', measureId: m.id, signalId: signal.id }
    : { kind: 'open-thread', threadId: signal.threadId };
}

const overviewMeasure = (unitId: string, m: MadeMeasure): OverviewMeasure => ({
  measure: measureRef(m),
  chart: chartFor(unitId, m),
  soFar: null,
  nextStep: nextStepFor(unitId, m),
  openSignal: signalFor(unitId, m)?.threadId === null,
  codingChangedIn: null,
});

export function overviewFor(unitId: string): Overview | null {
  const unit = unitRef(unitId);
  if (unit === null) return null;
  const measures = made.map((m) => overviewMeasure(unitId, m));
  const count = (kind: string) => measures.filter((m) => readingOf(m.chart) === kind).length;
  const notYet = measures.filter((m) => m.chart.kind === 'no-chart').length;
  return {
    unit,
    path: pathTo(unitId),
    children: childrenOf(unitId),
    lastMonth,
    dataVersion,
    evaluatedAt,
    measures,
    mayRaiseIdea: true,
    counts: {
      concern: count('concern'),
      improvement: count('improvement'),
      steady: measures.length - notYet - count('concern') - count('improvement') - count('neutral'),
      notYet,
      needsUs: inboxFor(unitId)?.items.length ?? 0,
    },
    loop: { openThreads: 3, closedThreads: 4, medianLoopDays: 151 },
  };
}

const halfWidth = (m: MadeMeasure, value: number | null, n: number): number => {
  if (value === null) return 0;
  return 1.96 * (m.scoring === 'proportion' ? Math.sqrt((value * (1 - value)) / n) : value * 0.05);
};

function besideFor(unitId: string, m: MadeMeasure): Beside {
  const unit = unitRef(unitId) ?? { id: unitId, name: { en: unitId, sv: unitId }, level: 'unit' };
  const chart = chartFor(unitId, m);
  const points = chart.kind === 'chart' ? chart.points.slice(-12) : [];
  const numerator = points.reduce((sum, p) => sum + p.numerator, 0);
  const denominator = points.reduce((sum, p) => sum + p.denominator, 0);
  const scale = m.scoring === 'ratio' ? 1000 : 1;
  const suppressed = unitId === 'u-child-team' && m.scoring === 'proportion';
  const value = suppressed || denominator === 0 ? null : (scale * numerator) / denominator;
  const half = halfWidth(m, value, denominator);
  return {
    unit,
    value,
    numerator: suppressed ? 0 : numerator,
    denominator: suppressed ? 0 : denominator,
    lower95: value === null ? null : value - half,
    upper95: value === null ? null : value + half,
    variation: chart.kind === 'chart' ? chart.variation : null,
    funnel: value === null ? 'none' : unitId === 'u-aff-out' ? 'above' : 'within',
    suppressed,
  };
}

const manager = { id: 'm-1', name: 'Måns Modig' };

export function annotationsFor(unitId: string, m: MadeMeasure): Annotation[] {
  const common = { threadId: 't-1', cycleId: 'c-1', by: manager, reason: null };
  if (unitId !== 'u-aff-out') return [];
  if (m.id === 'care-plan-within-14-days')
    return [
      {
        ...common,
        month: '2024-02',
        kind: 'challenge',
        label: 'Is the date of the plan the right one?',
      },
      { ...common, month: '2026-03', kind: 'change', label: 'Care plan made in the first meeting' },
      { ...common, month: '2026-04', kind: 'change', label: 'Reminder in the record' },
    ];
  if (m.id !== 'involved-in-care') return [];
  const reason = 'The new questionnaire is in use everywhere.';
  return [
    { ...common, month: '2025-01', kind: 'recalculation', label: 'New questionnaire', reason },
  ];
}

/** New limits from a month, as if a person had signed them. */
function recalculated(chart: Chart, annotations: readonly Annotation[]): Chart {
  const from = annotations.find((a) => a.kind === 'recalculation')?.month;
  if (chart.kind === 'no-chart' || from === undefined) return chart;
  const lift = 0.05;
  const up = (value: number | null) => (value === null ? null : Math.min(1, value + lift));
  const points = chart.points.map((p) =>
    p.month < from
      ? p
      : {
          ...p,
          centre: up(p.centre),
          lower3Sigma: up(p.lower3Sigma),
          upper3Sigma: up(p.upper3Sigma),
        },
  );
  return { ...chart, points, recalculatedFrom: [from] };
}

const counted = (m: MadeMeasure, share: number, denominator: number) => ({
  value: m.level * share,
  numerator: Math.round(m.level * share * denominator),
  denominator,
  lower95: m.level * share * 0.95,
  upper95: m.level * share * 1.05,
  suppressed: false,
  othersValue: m.level,
});

function groupsFor(m: MadeMeasure, role: string): Pick<MeasurePage, 'groupings' | 'groupsPeriod'> {
  if (m.scoring === 'ratio') return { groupings: [], groupsPeriod: null };
  const gap = m.level * 0.2;
  const difference = { kind: 'difference', difference: -gap, isGap: true } as const;
  const few = { kind: 'not-estimable', reason: 'too-few-cases' } as const;
  const hidden = { kind: 'not-estimable', reason: 'suppressed' } as const;
  const one = (id: string, en: string, sv: string) => ({ id, title: { en, sv } });
  const none = { value: null, numerator: 0, denominator: 0, lower95: null, upper95: null };
  const isHidden = role === 'patient-representative' || role === 'researcher';
  const male = isHidden
    ? { ...none, suppressed: true, othersValue: null, toOthers: hidden }
    : { ...counted(m, 0.9, 24), toOthers: few };
  return {
    groupsPeriod: { first: addMonths(lastMonth, -35), last: lastMonth },
    groupings: [
      {
        ...one('interpreter', 'Need of an interpreter', 'Behov av tolk'),
        groups: [
          {
            ...one('no-interpreter', 'Speaks Swedish', 'Talar svenska'),
            ...counted(m, 1, 900),
            toOthers: { ...difference, difference: gap, lower: gap / 2, upper: gap * 1.5 },
          },
          {
            ...one('interpreter', 'Speaks another language', 'Talar ett annat språk'),
            ...counted(m, 0.8, 140),
            toOthers: { ...difference, lower: -gap * 1.5, upper: -gap / 2 },
          },
        ],
      },
      {
        ...one('gender', 'Gender', 'Kön'),
        groups: [
          { ...one('female', 'Women and girls', 'Kvinnor och flickor'), ...male },
          { ...one('male', 'Men and boys', 'Män och pojkar'), ...male },
        ],
      },
    ],
  };
}

function recordingFor(
  unit: MeasurePage['unit'],
  m: MadeMeasure,
): Pick<MeasurePage, 'codingChanges' | 'codingChangedIn'> {
  if (m.id !== 'phq9-coverage') return { codingChanges: [], codingChangedIn: null };
  return {
    codingChangedIn: '2026-02',
    codingChanges: [
      {
        ...{ unit, month: '2026-02' },
        fromCode: 'http://loinc.org|44261-6',
        toCode: 'https://region.example/codes|phq9-sum',
      },
    ],
  };
}

export function measurePageFor(
  unitId: string,
  measureId: string,
  role: string,
): MeasurePage | null {
  const unit = unitRef(unitId);
  const m = made.find((one) => one.id === measureId);
  if (unit === null || m === undefined) return null;
  const beside = besideOf(unitId).map((u) => besideFor(u.id, m));
  const annotations = annotationsFor(unitId, m);
  const signal = signalFor(unitId, m);
  const total = beside.reduce((sum, b) => sum + b.denominator, 0);
  const scale = m.scoring === 'ratio' ? 1000 : 1;
  return {
    unit,
    path: pathTo(unitId),
    measure: {
      ...measureRef(m),
      rationale: {
        en: 'What is followed can be talked about, and what is talked about can change.',
        sv: 'Det som följs kan man tala om, och det man talar om kan ändras.',
      },
      cql: `library ${m.id.replaceAll('-', '_')} version '1.0.0'\n\nusing FHIR version '4.0.1'\n\ndefine "Initial Population":\n  [Encounter] E where E.status = 'finished'\n`,
      populations: [
        { population: 'initialPopulation', definition: 'Initial Population' },
        { population: 'numerator', definition: 'Numerator' },
      ],
    },
    chart: recalculated(chartFor(unitId, m), annotations),
    challenges: [],
    mayConcludeChallenges: true,
    ...{ soFar: null, own: null },
    annotations,
    signals: signal === null ? [] : [signal],
    openThreadId: signal?.threadId ?? null,
    beside,
    besidePeriod: { first: addMonths(lastMonth, -11), last: lastMonth },
    ...groupsFor(m, role),
    ...recordingFor(unit, m),
    besideCentre: (scale * beside.reduce((sum, b) => sum + b.numerator, 0)) / total,
    dataVersion,
    evaluatedAt,
    history: [
      {
        month: '2026-09',
        value: m.level,
        dataVersion: '2026-10-02.1',
        definitionVersion: '1.0.0',
        saidAt: '2026-10-03T05:10:00Z',
      },
    ],
    mayRaiseIdea: role !== 'researcher',
    mayRecalculate: role === 'unit-manager' || role === 'analyst',
    mayExplainPatients: role === 'nurse' || role === 'unit-manager' || role === 'analyst',
    nextStep: nextStepFor(unitId, m),
  };
}

export function inboxFor(unitId: string): Inbox | null {
  const unit = unitRef(unitId);
  if (unit === null) return null;
  const signals = made
    .flatMap((m) => signalFor(unitId, m) ?? [])
    .filter((s) => s.threadId === null);
  const threads = threadSummaries.filter((t) => t.unit.id === unitId && t.state === 'open');
  return {
    unit,
    items: [
      ...threads.map((thread) => ({
        kind: 'thread' as const,
        since: thread.since,
        overdue: thread.overdue,
        mine: thread.owner?.id === personas[0]?.id,
        thread,
      })),
      ...signals.map((signal) => ({
        kind: 'signal' as const,
        since: '2026-11-03T05:12:00Z',
        overdue: false,
        mine: false,
        signal,
      })),
    ],
  };
}
