import { at, positions } from '../element.ts';
import { distinct, indicators, type Term } from '../regression/design.ts';
import { requireFinite, requireSameLength } from '../requirements.ts';

export type Label = string | number;

/** Repeated observations of units over periods, one row each. */
export interface Panel {
  readonly outcome: readonly number[];
  readonly unit: readonly Label[];
  /** Periods in rising order as numbers, or labels that sort in time order. */
  readonly period: readonly Label[];
  /** 0…1: whether (or for what share of the period) the unit had changed. */
  readonly treated: readonly number[];
}

/** @throws RangeError when columns differ in length or a number is not finite */
export function requirePanel(name: string, panel: Panel): void {
  requireFinite(panel.outcome, `${name}: outcome`);
  requireFinite(panel.treated, `${name}: treated`);
  requireSameLength(panel.outcome, panel.unit, `${name}: outcome and unit`);
  requireSameLength(panel.outcome, panel.period, `${name}: outcome and period`);
  requireSameLength(panel.outcome, panel.treated, `${name}: outcome and treated`);
}

const inOrder = (a: Label, b: Label): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
};

/** The different periods, earliest first. */
export const periodsOf = (panel: Panel): Label[] => distinct(panel.period).sort(inOrder);

/** 0/1 columns for every period but the first. */
export const periodTerms = (panel: Panel): Term[] =>
  indicators('period', panel.period, periodsOf(panel));

/** The row numbers of each label, in order of first appearance. */
export function rowsByLabel(labels: readonly Label[]): Map<Label, number[]> {
  const rows = new Map<Label, number[]>(distinct(labels).map((label) => [label, []]));
  labels.forEach((label, row) => {
    rows.get(label)?.push(row);
  });
  return rows;
}

/** Values minus the mean of their group: what is left once every group has a level of its own. */
export function centredWithin(values: readonly number[], groups: readonly Label[]): number[] {
  const centred = [...values];
  for (const rows of rowsByLabel(groups).values()) {
    const centre = rows.reduce((total, row) => total + at(values, row), 0) / rows.length;
    for (const row of rows) centred[row] = at(values, row) - centre;
  }
  return centred;
}

/** The chosen rows of a panel. */
export const panelRows = (panel: Panel, rows: readonly number[]): Panel => ({
  outcome: rows.map((row) => at(panel.outcome, row)),
  unit: rows.map((row) => at(panel.unit, row)),
  period: rows.map((row) => at(panel.period, row)),
  treated: rows.map((row) => at(panel.treated, row)),
});

/** First period in which each unit is treated, for the units that ever are. */
export function adoptionPeriods(panel: Panel): Map<Label, Label> {
  const first = new Map<Label, Label>();
  for (const row of positions(panel.outcome.length)) {
    const unit = at(panel.unit, row);
    const known = first.get(unit);
    const period = at(panel.period, row);
    const isEarlier = known === undefined || inOrder(period, known) < 0;
    if (at(panel.treated, row) > 0 && isEarlier) first.set(unit, period);
  }
  return first;
}
