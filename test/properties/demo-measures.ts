import { type DemoPlan, type DemoStructure, demoPlan, patientWriter, simulatePatient } from '#data';

/**
 * The library's measures counted a second time, in plain JavaScript over the FHIR lines of the demo, so that what
 * the generator claims about its noise and its planted truths can be checked without the program's own engine.
 */
export const measureIds = [
  'suicide-risk-assessed',
  'care-plan-within-14-days',
  'missed-visits',
  'depression-response',
  'waiting-within-30-days',
  'waiting-days',
  'length-of-stay',
  'readmission-30-days',
  'wellbeing-who5',
  'restraint-per-1000-bed-days',
  'infections-per-1000-bed-days',
  'phq9-coverage',
  'diagnosis-recorded',
  'involved-in-care',
  'cost-per-visit',
] as const;
export type MeasureId = (typeof measureIds)[number];

export interface Cell {
  numerator: number;
  denominator: number;
  sumOfSquares: number;
}

/** By unit, one cell for each of the 48 months. */
type Table = ReadonlyMap<string, readonly Cell[]>;
export type Tables = Readonly<Record<MeasureId, Table>>;

export const demoMonths = 48;
const dayMs = 86_400_000;

/** What is read of a FHIR resource; all of it optional, as JSON gives no promise. */
interface Resource {
  readonly resourceType: string;
  readonly id: string;
  readonly status?: string;
  readonly class?: { readonly code: string };
  readonly type?: readonly { readonly coding: readonly { readonly code: string }[] }[];
  readonly period?: { readonly start: string; readonly end?: string };
  readonly serviceProvider?: { readonly reference: string };
  readonly performer?: readonly { readonly reference: string }[];
  readonly basedOn?: readonly { readonly reference: string }[];
  readonly diagnosis?: readonly { readonly condition: { readonly reference: string } }[];
  readonly encounter?: { readonly reference: string };
  readonly code?: {
    readonly coding: readonly { readonly system: string; readonly code: string }[];
  };
  readonly communication?: readonly {
    readonly language: { readonly coding: readonly { readonly code: string }[] };
  }[];
  readonly authoredOn?: string;
  readonly effectiveDateTime?: string;
  readonly performedDateTime?: string;
  readonly performedPeriod?: { readonly start: string };
  readonly recordedDate?: string;
  readonly valueInteger?: number;
}

interface Chart {
  readonly byType: ReadonlyMap<string, readonly Resource[]>;
  readonly byId: ReadonlyMap<string, Resource>;
  readonly costs: readonly { readonly encounter: string; readonly amount: number }[];
}

export interface Counting {
  readonly plan: DemoPlan;
  readonly tables: Tables;
  /** The same for patients who need an interpreter only. */
  readonly interpreter: Tables;
}

/** Generates patients and counts every measure for every unit and month. */
export function countDemo(
  structure: DemoStructure,
  {
    seed,
    until,
    patients,
  }: { readonly seed: number; readonly until: string; readonly patients: number },
): Counting {
  const plan = demoPlan(structure, seed, until);
  const write = patientWriter(plan);
  const all = newTables();
  const interpreter = newTables();
  const { from } = plan.calendar;
  const endOfRecords = day(plan.calendar.dates[plan.calendar.endDay] ?? '');
  for (let i = 0; i < patients; i++) {
    const text = write([simulatePatient(plan, i)]);
    const chart = chartOf(Object.values(text.resources).join(''), text.costs);
    const language = chart.byType.get('Patient')?.[0]?.communication?.[0]?.language.coding[0]?.code;
    const events = eventsOf(chart, endOfRecords);
    for (const event of events) count(all, from, event);
    if (language !== 'sv') for (const event of events) count(interpreter, from, event);
  }
  return { plan, tables: all, interpreter };
}

const newTables = (): Record<MeasureId, Map<string, Cell[]>> =>
  Object.fromEntries(measureIds.map((id) => [id, new Map<string, Cell[]>()])) as Record<
    MeasureId,
    Map<string, Cell[]>
  >;

interface Event {
  readonly measure: MeasureId;
  readonly unit: string;
  /** Local date in the month the event belongs to. */
  readonly date: string;
  readonly numerator: number;
  readonly denominator: number;
}

function count(tables: Record<MeasureId, Map<string, Cell[]>>, from: string, event: Event): void {
  const month = monthNumber(event.date) - monthNumber(from);
  if (month < 0 || month >= demoMonths) return;
  const table = tables[event.measure];
  let cells = table.get(event.unit);
  if (cells === undefined) {
    cells = Array.from({ length: demoMonths }, () => ({
      numerator: 0,
      denominator: 0,
      sumOfSquares: 0,
    }));
    table.set(event.unit, cells);
  }
  const cell = cells[month];
  if (cell === undefined) return;
  cell.numerator += event.numerator;
  cell.denominator += event.denominator;
  cell.sumOfSquares += event.numerator ** 2;
}

const monthNumber = (date: string): number =>
  Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));

function chartOf(lines: string, costs: string): Chart {
  const byType = new Map<string, Resource[]>();
  const byId = new Map<string, Resource>();
  for (const line of lines.split('\n')) {
    if (line === '') continue;
    const resource: Resource = JSON.parse(line);
    const list = byType.get(resource.resourceType) ?? [];
    list.push(resource);
    byType.set(resource.resourceType, list);
    byId.set(`${resource.resourceType}/${resource.id}`, resource);
  }
  const rows = costs
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => row.split(','));
  return {
    byType,
    byId,
    costs: rows.map((row) => ({ encounter: `Encounter/${row[2]}`, amount: Number(row[6]) })),
  };
}

/** Whole days of the calendar, which is how people count waits and stays. */
const day = (dateTime: string): number => Date.parse(`${dateTime.slice(0, 10)}T00:00:00Z`) / dayMs;
const dateOf = (dayNumber: number): string =>
  new Date(dayNumber * dayMs).toISOString().slice(0, 10);
const codes = (resource: Resource): readonly string[] =>
  (resource.type ?? []).flatMap((type) => type.coding.map((coding) => coding.code));
const unitOf = (resource: Resource): string =>
  (resource.serviceProvider ?? resource.performer?.[0])?.reference.replace('Organization/', '') ??
  '';

function eventsOf(chart: Chart, endOfRecords: number): readonly Event[] {
  const encounters = chart.byType.get('Encounter') ?? [];
  const visits = encounters.filter((e) => e.class?.code !== 'IMP');
  const stays = encounters.filter((e) => e.class?.code === 'IMP');
  const first = visits.filter((e) => e.status === 'finished' && codes(e).includes('first-visit'));
  return [
    ...first.flatMap((visit) => firstVisitEvents(chart, visit)),
    ...visits.flatMap((visit) => visitEvents(chart, visit)),
    ...(chart.byType.get('ServiceRequest') ?? []).flatMap((referral) =>
      referralEvents(referral, first),
    ),
    ...stays.flatMap((stay) => stayEvents(chart, stay, stays, endOfRecords)),
    ...wellbeingEvents(chart),
    ...experienceEvents(chart),
  ];
}

const start = (encounter: Resource): string => encounter.period?.start ?? '';

const observations = (chart: Chart, code: string): readonly Resource[] =>
  (chart.byType.get('Observation') ?? []).filter((o) => o.code?.coding[0]?.code === code);

function firstVisitEvents(chart: Chart, visit: Resource): readonly Event[] {
  const on = day(start(visit));
  const base = { unit: unitOf(visit), denominator: 1 };
  const within = (date: string | undefined, days: number): boolean =>
    date !== undefined && day(date) >= on && day(date) - on <= days;
  const assessed = observations(chart, 'suicide-risk-structured').some((o) =>
    within(o.effectiveDateTime, 7),
  );
  const planned = (chart.byType.get('Procedure') ?? []).some(
    (p) => p.code?.coding[0]?.code === 'care-plan-made-together' && within(p.performedDateTime, 14),
  );
  const referral = chart.byId.get(visit.basedOn?.[0]?.reference ?? '');
  const waited = referral?.authoredOn === undefined ? undefined : on - day(referral.authoredOn);
  return [
    {
      measure: 'suicide-risk-assessed',
      ...base,
      date: dateOf(on + 7),
      numerator: Number(assessed),
    },
    {
      measure: 'care-plan-within-14-days',
      ...base,
      date: dateOf(on + 14),
      numerator: Number(planned),
    },
    ...(waited === undefined
      ? []
      : [{ measure: 'waiting-days' as const, ...base, date: start(visit), numerator: waited }]),
    ...responseEvents(chart, visit),
  ];
}

function responseEvents(chart: Chart, visit: Resource): readonly Event[] {
  const on = day(start(visit));
  const scores = observations(chart, '44261-6').map((o) => ({
    day: day(o.effectiveDateTime ?? ''),
    at: o.effectiveDateTime ?? '',
    value: o.valueInteger ?? 0,
    encounter: o.encounter?.reference,
  }));
  const before = scores.find((score) => score.encounter === `Encounter/${visit.id}`);
  const later = scores
    .filter((score) => score.day - on >= 42 && score.day - on <= 84)
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .at(-1);
  if (before === undefined || before.value < 10 || later === undefined) return [];
  const responded = later.value <= before.value / 2;
  return [
    {
      measure: 'depression-response',
      unit: unitOf(visit),
      date: dateOf(on + 84),
      numerator: Number(responded),
      denominator: 1,
    },
  ];
}

function visitEvents(chart: Chart, visit: Resource): readonly Event[] {
  const base = { unit: unitOf(visit), date: start(visit), denominator: 1 };
  const isMissed = codes(visit).includes('missed-by-patient');
  const isHeld = visit.status === 'finished' && !codes(visit).includes('emergency-visit');
  if (!isHeld && !isMissed) return [];
  const booked: Event = { measure: 'missed-visits', ...base, numerator: Number(isMissed) };
  if (isMissed) return [booked];
  const condition = chart.byId.get(visit.diagnosis?.[0]?.condition.reference ?? '');
  const code = condition?.code?.coding[0]?.code ?? '';
  const on = day(start(visit));
  const isCovered = observations(chart, '44261-6').some(
    (o) => Math.abs(day(o.effectiveDateTime ?? '') - on) <= 14,
  );
  const covered: Event[] = /^F3[23]/.test(code)
    ? [{ measure: 'phq9-coverage', ...base, date: dateOf(on + 14), numerator: Number(isCovered) }]
    : [];
  const cost = chart.costs
    .filter((row) => row.encounter === `Encounter/${visit.id}`)
    .reduce((sum, row) => sum + row.amount, 0);
  return [
    booked,
    ...covered,
    { measure: 'diagnosis-recorded', ...base, numerator: Number(condition !== undefined) },
    { measure: 'cost-per-visit', ...base, numerator: cost },
  ];
}

const waitDaysMax = 30;

function referralEvents(referral: Resource, first: readonly Resource[]): readonly Event[] {
  if (referral.status === 'revoked' || referral.authoredOn === undefined) return [];
  const on = day(referral.authoredOn);
  const visit = first.find((v) => v.basedOn?.[0]?.reference === `ServiceRequest/${referral.id}`);
  const inTime = visit !== undefined && day(start(visit)) - on <= waitDaysMax;
  return [
    {
      measure: 'waiting-within-30-days',
      unit: unitOf(referral),
      date: dateOf(on + waitDaysMax),
      numerator: Number(inTime),
      denominator: 1,
    },
  ];
}

function stayEvents(
  chart: Chart,
  stay: Resource,
  stays: readonly Resource[],
  endOfRecords: number,
): readonly Event[] {
  const unit = unitOf(stay);
  const end = stay.period?.end;
  const off = end === undefined ? endOfRecords : day(end);
  const events: Event[] = end === undefined ? [] : [...dischargeEvents(stay, stays, end)];
  for (let d = day(start(stay)); d < off; d++) events.push(...bedDay(unit, dateOf(d)));
  return [...events, ...wardEvents(chart, stay)];
}

function dischargeEvents(
  stay: Resource,
  stays: readonly Resource[],
  end: string,
): readonly Event[] {
  const base = { unit: unitOf(stay), denominator: 1 };
  const off = day(end);
  const isReadmitted = stays.some((other) => {
    const apart = day(start(other)) - off;
    return apart > 0 && apart <= 30;
  });
  return [
    { measure: 'length-of-stay', ...base, date: end, numerator: off - day(start(stay)) },
    {
      measure: 'readmission-30-days',
      ...base,
      date: dateOf(off + 30),
      numerator: Number(isReadmitted),
    },
  ];
}

function wardEvents(chart: Chart, stay: Resource): readonly Event[] {
  const unit = unitOf(stay);
  const isOwn = (resource: Resource): boolean =>
    resource.encounter?.reference === `Encounter/${stay.id}`;
  const codeOf = (resource: Resource): string => resource.code?.coding[0]?.code ?? '';
  const restraints = (chart.byType.get('Procedure') ?? []).filter(
    (act) => isOwn(act) && ['seclusion', 'mechanical-restraint'].includes(codeOf(act)),
  );
  const infections = (chart.byType.get('Condition') ?? []).filter(
    (condition) => isOwn(condition) && /^(A08|J10)/.test(codeOf(condition)),
  );
  return [
    ...restraints.map((act) =>
      caseOn('restraint-per-1000-bed-days', unit, act.performedPeriod?.start ?? ''),
    ),
    ...infections.map((condition) =>
      caseOn('infections-per-1000-bed-days', unit, condition.recordedDate ?? ''),
    ),
  ];
}

const bedDay = (unit: string, date: string): readonly Event[] =>
  (['restraint-per-1000-bed-days', 'infections-per-1000-bed-days'] as const).map((measure) => ({
    measure,
    unit,
    date,
    numerator: 0,
    denominator: 1,
  }));

const caseOn = (measure: MeasureId, unit: string, date: string): Event => ({
  measure,
  unit,
  date,
  numerator: 1,
  denominator: 0,
});

function wellbeingEvents(chart: Chart): readonly Event[] {
  return observations(chart, 'who5-total').flatMap((o) => {
    const visit = chart.byId.get(o.encounter?.reference ?? '');
    if (visit?.status !== 'finished' || !codes(visit).includes('follow-up')) return [];
    return [
      {
        measure: 'wellbeing-who5' as const,
        unit: unitOf(visit),
        date: o.effectiveDateTime ?? '',
        numerator: o.valueInteger ?? 0,
        denominator: 1,
      },
    ];
  });
}

const involvedMin = 8;

function experienceEvents(chart: Chart): readonly Event[] {
  return observations(chart, 'experience-overall').flatMap((o) => {
    const visit = chart.byId.get(o.encounter?.reference ?? '');
    if (visit === undefined) return [];
    return [
      {
        measure: 'involved-in-care' as const,
        unit: unitOf(visit),
        date: o.effectiveDateTime ?? '',
        numerator: Number((o.valueInteger ?? 0) >= involvedMin),
        denominator: 1,
      },
    ];
  });
}
