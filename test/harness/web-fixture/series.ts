import type { Chart, ChartPoint } from '#api';
import { addMonths, monthsFromTo } from '#core';
import type { MadeMeasure } from './measures.ts';

export const firstMonth = '2022-11';
export const lastMonth = '2026-10';
const months = monthsFromTo(firstMonth, lastMonth);

/** Numbers between 0 and 1 from a name: the same name always gives the same ones. */
export function chance(name: string): () => number {
  let state = [...name].reduce((sum, c) => (Math.imul(sum, 31) + c.charCodeAt(0)) >>> 0, 7);
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** Roughly normal: twelve uniform numbers less six. */
const normal = (random: () => number): number =>
  Array.from({ length: 12 }, random).reduce((sum, u) => sum + u, -6);

/** What happens at some units, so that every kind of reading can be seen. */
const events: Readonly<Record<string, (month: string) => number>> = {
  'u-aff-out care-plan-within-14-days': (m) => (m >= '2026-03' ? 0.17 : 0),
  'u-aff-out waiting-days': (m) =>
    m >= '2026-02' ? (monthsFromTo('2026-02', m).length * 11) / 9 : 0,
  'u-aff-out cost-per-visit': (m) => (m >= '2026-04' ? 310 : 0),
  'u-psych-in restraint-per-1000-bed-days': (m) => (m === '2026-10' ? 12 : 0),
  'u-child-out phq9-coverage': (m) => (m >= '2025-06' ? -0.25 : 0),
};

interface Raw {
  readonly month: string;
  readonly value: number | null;
  readonly numerator: number;
  readonly denominator: number;
}

const sizeOf: Readonly<Record<string, number>> = {
  'div-psy': 8,
  'd-aff': 3,
  'd-psych': 3,
  'd-child': 2,
};

function rawSeries(unitId: string, m: MadeMeasure): Raw[] {
  const random = chance(`${unitId} ${m.id}`);
  const lift = (random() - 0.5) * 0.16 * m.level;
  return months.map((month) => {
    const cases = Math.round((sizeOf[unitId] ?? 1) * m.cases * (0.85 + 0.3 * random()));
    const gap = unitId === 'u-aff-in' && month === '2025-07';
    const level = m.level + lift + (events[`${unitId} ${m.id}`]?.(month) ?? 0);
    const noise = normal(random);
    if (gap) return { month, value: null, numerator: 0, denominator: 0 };
    return observed(m, month, level, cases, noise);
  });
}

function observed(m: MadeMeasure, month: string, level: number, cases: number, noise: number): Raw {
  if (m.scoring === 'proportion') {
    const share = Math.min(
      1,
      Math.max(0, level + noise * Math.sqrt((level * (1 - level)) / cases)),
    );
    const numerator = Math.round(share * cases);
    return { month, value: numerator / cases, numerator, denominator: cases };
  }
  if (m.scoring === 'ratio') {
    const expected = (level * cases) / 1000;
    const numerator = Math.max(0, Math.round(expected + noise * Math.sqrt(expected)));
    return { month, value: (1000 * numerator) / cases, numerator, denominator: cases };
  }
  const value = Math.max(0, level + noise * level * 0.06);
  return { month, value, numerator: value * cases, denominator: cases };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length);

function limits(
  m: MadeMeasure,
  raw: readonly Raw[],
): (point: Raw) => readonly [number, number, number] {
  const base = raw.slice(0, 24).filter((r) => r.value !== null);
  if (m.chart === 'xmr') {
    const values = base.map((r) => r.value ?? 0);
    const centre = mean(values);
    const width = 2.66 * mean(values.slice(1).map((v, i) => Math.abs(v - (values[i] ?? v))));
    return () => [Math.max(0, centre - width), centre, centre + width];
  }
  const scale = m.scoring === 'ratio' ? 1000 : 1;
  const centre =
    base.reduce((s, r) => s + r.numerator, 0) / base.reduce((s, r) => s + r.denominator, 0);
  const variance = m.chart === 'p' ? centre * (1 - centre) : centre;
  return ({ denominator }) => {
    const width = 3 * Math.sqrt(variance / Math.max(1, denominator));
    const high = m.chart === 'p' ? Math.min(1, centre + width) : centre + width;
    return [scale * Math.max(0, centre - width), scale * centre, scale * high];
  };
}

function runLengths(values: readonly (number | null)[], centres: readonly number[]): number[] {
  let run = 0;
  let side = 0;
  return values.map((value, i) => {
    if (value === null) return 0;
    const now = Math.sign(value - (centres[i] ?? 0));
    run = now !== 0 && now === side ? run + 1 : 1;
    side = now;
    return run;
  });
}

function reading(m: MadeMeasure, rises: boolean): ChartPoint['reading'] {
  if (m.direction === 'neutral') return 'neutral';
  return (m.direction === 'up') === rises ? 'improvement' : 'concern';
}

function pointsOf(m: MadeMeasure, raw: readonly Raw[]): { points: ChartPoint[]; run: number } {
  const limitsOf = limits(m, raw);
  const centres = raw.map((r) => limitsOf(r)[1]);
  const runs = runLengths(
    raw.map((r) => r.value),
    centres,
  );
  // A long run is a signal from its first month.
  const inShift = runs.map((_, i) => runs.slice(i, i + 7).some((run, j) => run >= 7 && run > j));
  const points = raw.map((r, i): ChartPoint => {
    const [lower, centre, upper] = limitsOf(r);
    const outside = r.value !== null && (r.value < lower || r.value > upper);
    const rules: ChartPoint['rules'] = [
      ...(outside ? (['outside-limits'] as const) : []),
      ...(inShift[i] && r.value !== null ? (['shift'] as const) : []),
    ];
    return {
      ...r,
      centre,
      lower3Sigma: lower,
      upper3Sigma: upper,
      lower2Sigma: centre - ((centre - lower) * 2) / 3,
      upper2Sigma: centre + ((upper - centre) * 2) / 3,
      rules,
      reading: rules.length === 0 ? 'none' : reading(m, (r.value ?? 0) > centre),
      inBaseline: i < 24,
    };
  });
  return { points, run: runs.at(-1) ?? 0 };
}

function assurance(
  m: MadeMeasure,
  last: ChartPoint,
): Extract<Chart, { kind: 'chart' }>['assurance'] {
  if (m.target === null || last.lower3Sigma === null || last.upper3Sigma === null) return 'none';
  if (last.lower3Sigma > m.target) return m.direction === 'up' ? 'pass' : 'fail';
  if (last.upper3Sigma < m.target) return m.direction === 'up' ? 'fail' : 'pass';
  return 'inconsistent';
}

export function chartFor(unitId: string, m: MadeMeasure): Chart {
  if (unitId === 'u-child-team' && m.id === 'depression-response')
    return { kind: 'no-chart', reason: 'too-few-points' };
  const { points, run } = pointsOf(m, rawSeries(unitId, m));
  const last = points.at(-1);
  if (last === undefined) return { kind: 'no-chart', reason: 'too-few-points' };
  const rises = (last.value ?? 0) > (last.centre ?? 0) ? 'high' : 'low';
  const isSignal = last.reading !== 'none';
  return {
    kind: 'chart',
    points,
    variation: last.reading === 'none' ? 'common-cause' : `${last.reading}-${rises}`,
    assurance: assurance(m, last),
    target: m.target,
    preset: 'nhs-making-data-count 1',
    cautions: [],
    recalculatedFrom: [],
    lastRunLength: run,
    suggestedRecalculationFrom: isSignal && run >= 7 ? addMonths(lastMonth, 1 - run) : null,
  };
}
