import { at, positions } from '../element.ts';
import { cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import { distinct, type Term } from '../regression/design.ts';
import { type DifferenceInDifferences, fixedEffectsEffect } from './difference-in-differences.ts';
import {
  adoptionPeriods,
  type Label,
  type Panel,
  panelRows,
  periodsOf,
  periodTerms,
  requirePanel,
  rowsByLabel,
} from './panel.ts';

export interface StackedComparison {
  /** All cohorts together. */
  readonly overall: DifferenceInDifferences;
  /** Each cohort of units that changed in the same period, against units that had not changed yet. */
  readonly cohorts: readonly {
    readonly period: Label;
    readonly outcome: Outcome<DifferenceInDifferences>;
  }[];
}

/**
 * Difference in differences for units that changed at different times, one comparison per cohort.
 *
 * For every period in which some units changed: their rows and the rows of all units before they
 * change themselves (and of units that never do). Each cohort's comparison has its own unit and period
 * levels, so no unit that has already changed serves as a comparison. The comparisons are stacked,
 * with one common effect and errors by unit.
 *
 * Assumes parallel movement without the change, cohort by cohort. Periods with more to compare with weigh more.
 *
 * @returns not estimable when no cohort has units left to compare with
 * @see Cengiz, Dube, Lindner & Zipperer (2019); Goodman-Bacon (2021); docs/methods/difference-in-differences.md
 */
export function stackedDifferenceInDifferences(
  panel: Panel,
  confidence = 0.95,
): Outcome<StackedComparison> {
  requirePanel('stackedDifferenceInDifferences', panel);
  const adoption = adoptionPeriods(panel);
  const starts = periodsOf(panel).filter((period) => [...adoption.values()].includes(period));
  const cohorts = starts.map((period) => {
    const rows = cohortRows(panel, adoption, period);
    return { period, rows, outcome: compareRows(panel, rows, confidence) };
  });
  const usable = cohorts.filter(({ outcome }) => outcome.kind === 'estimate');
  if (usable.length === 0) {
    return cannotEstimate(
      'nothing-to-compare',
      'No group of units changed while others had not: there is no comparison. Add units that do not change, or change later.',
    );
  }
  const overall = stack(
    panel,
    usable.map(({ rows }) => rows),
    confidence,
  );
  if (overall.kind === 'not-estimable') return overall;
  return estimated(
    {
      overall: overall.value,
      cohorts: cohorts.map(({ period, outcome }) => ({ period, outcome })),
    },
    overall.cautions,
  );
}

/** Rows of the units that changed in this period, and untreated rows of all other units that have not. */
function cohortRows(panel: Panel, adoption: ReadonlyMap<Label, Label>, period: Label): number[] {
  return positions(panel.outcome.length).filter((row) => {
    const isOfCohort = adoption.get(at(panel.unit, row)) === period;
    return isOfCohort || at(panel.treated, row) === 0;
  });
}

function compareRows(
  panel: Panel,
  rows: readonly number[],
  confidence: number,
): Outcome<DifferenceInDifferences> {
  const part = panelRows(panel, rows);
  return fixedEffectsEffect({
    panel: part,
    terms: [...periodTerms(part), { name: 'treated', values: part.treated }],
    levels: part.unit,
    clusters: part.unit,
    confidence,
  });
}

function stack(
  panel: Panel,
  comparisons: readonly (readonly number[])[],
  confidence: number,
): Outcome<DifferenceInDifferences> {
  const places = comparisons.flatMap((rows, cohort) => rows.map((row) => ({ row, cohort })));
  const stacked = panelRows(
    panel,
    places.map(({ row }) => row),
  );
  const within = (labels: readonly Label[]): string[] =>
    places.map(({ cohort }, i) => `${cohort}|${at(labels, i)}`);
  return fixedEffectsEffect({
    panel: stacked,
    terms: [
      ...periodsOfEachCohort(within(stacked.period)),
      { name: 'treated', values: stacked.treated },
    ],
    levels: within(stacked.unit),
    clusters: stacked.unit,
    confidence,
  });
}

/** 0/1 columns for every period of every cohort; one per cohort is redundant and drops out. */
const periodsOfEachCohort = (labels: readonly string[]): Term[] =>
  [...rowsByLabel(labels)].map(([label]) => ({
    name: `period ${label}`,
    values: labels.map((each) => (each === label ? 1 : 0)),
  }));

/**
 * How much faster per period the units that will change were moving before any of them changed,
 * than the units that never change; near 0 when the parallel movement that difference in
 * differences rests on was there.
 *
 * y = unit level + period level + slope difference × (will change × period number), over the
 * periods before the first change.
 *
 * @param panel as for `differenceInDifferences`
 * @example units that will change rise by 0.5 a period more than the others: 0.5
 * @returns not estimable with fewer than two periods before the first change, or without units of both kinds
 */
export function preTrendDifference(
  panel: Panel,
  confidence = 0.95,
): Outcome<DifferenceInDifferences> {
  requirePanel('preTrendDifference', panel);
  const adoption = adoptionPeriods(panel);
  const periods = periodsOf(panel);
  const firstChange = periods.findIndex((period) => [...adoption.values()].includes(period));
  const early = periods.slice(0, Math.max(0, firstChange));
  if (early.length < 2 || distinct(panel.unit).every((unit) => adoption.has(unit))) {
    return cannotEstimate(
      'no-time-before',
      'Two periods before the first change, and units that never change, are needed to compare trends.',
    );
  }
  const rows = positions(panel.outcome.length).filter((row) =>
    early.includes(at(panel.period, row)),
  );
  const before = panelRows(panel, rows);
  const slope = before.unit.map((unit, i) =>
    adoption.has(unit) ? early.indexOf(at(before.period, i)) : 0,
  );
  return fixedEffectsEffect({
    panel: { ...before, treated: slope },
    terms: [...periodTerms(before), { name: 'slope difference', values: slope }],
    levels: before.unit,
    clusters: before.unit,
    confidence,
  });
}
