import { addMonths, groupBy, type Month } from '#core';
import { type QualityCheckId, qualityChecks } from '#data';
import { type CheckedRows, isAboveThreshold } from '#knowledge';
import type { QualityThreshold, StoredQualityCount } from '#store';

/** A check whose bad rows are above its threshold in a unit, with the months. */
export interface QualityAlarm {
  readonly checkId: QualityCheckId;
  readonly unitId: string;
  readonly firstMonth: Month;
  readonly lastMonth: Month;
  readonly bad: number;
  readonly checked: number;
  readonly subjects: readonly string[];
}

/** The threshold in force: what somebody has set, else the check's own. */
export const thresholdOf = (
  checkId: QualityCheckId,
  set: ReadonlyMap<string, QualityThreshold>,
): number =>
  set.get(checkId)?.share ?? qualityChecks.find(({ id }) => id === checkId)?.threshold ?? 0;

export interface AlarmRules {
  readonly thresholds: ReadonlyMap<string, QualityThreshold>;
  /** The unit that answers for what no single unit shows. */
  readonly topId: string;
}

/**
 * Reads the counts against the thresholds in force, unit by unit; what no unit shows by itself is looked for in all of them
 * together, since a fault in a transfer touches each a little.
 */
export function qualityAlarms(
  counts: readonly StoredQualityCount[],
  { thresholds, topId }: AlarmRules,
): readonly QualityAlarm[] {
  const byCheck = groupBy(counts, ({ checkId }) => checkId);
  return qualityChecks.flatMap(({ id }) => {
    const threshold = thresholdOf(id, thresholds);
    const cells = byCheck.get(id) ?? [];
    const byUnit = [...groupBy(cells, ({ unitId }) => unitId)].flatMap(([unitId, own]) =>
      alarmsIn(own, { checkId: id, unitId, threshold }),
    );
    const shown = new Set(byUnit.map(({ unitId }) => unitId));
    const others = cells.filter(({ unitId }) => !shown.has(unitId));
    const place = { checkId: id, unitId: topId, threshold };
    return shown.has(topId) ? byUnit : [...byUnit, ...alarmsIn(allUnits(others, topId), place)];
  });
}

interface Place {
  readonly checkId: QualityCheckId;
  readonly unitId: string;
  readonly threshold: number;
}

function alarmsIn(
  cells: readonly StoredQualityCount[],
  { checkId, unitId, threshold }: Place,
): readonly QualityAlarm[] {
  const above = [...groupBy(cells, ({ subject }) => subject).values()].flatMap((series) =>
    series.some(({ bad }) => bad > 0) ? cellsAbove(series, threshold) : [],
  );
  return above.length === 0 ? [] : [alarmOf(checkId, unitId, above)];
}

/** The same kind of record in the same month, over all units. */
function allUnits(
  cells: readonly StoredQualityCount[],
  topId: string,
): readonly StoredQualityCount[] {
  const together = groupBy(cells, ({ month, subject }) => `${month}\n${subject}`);
  return [...together.values()]
    .flatMap((same) =>
      same[0] === undefined ? [] : [{ ...same[0], unitId: topId, ...addedUp(same) }],
    )
    .toSorted((a, b) => (a.month < b.month ? -1 : 1));
}

/** A small unit's month holds few rows: so many months together are read as well as each by itself. */
const monthsTogether = 3;

/** The cells of one series, in order of month, that are above the threshold alone or with the months before them. */
function cellsAbove(
  series: readonly StoredQualityCount[],
  threshold: number,
): readonly StoredQualityCount[] {
  const above = new Set<StoredQualityCount>();
  for (const [i, cell] of series.entries()) {
    if (isAboveThreshold(cell, threshold)) above.add(cell);
    const from = addMonths(cell.month, 1 - monthsTogether);
    const window = series
      .slice(Math.max(0, i + 1 - monthsTogether), i + 1)
      .filter(({ month }) => month >= from);
    if (window.length < 2 || !isAboveThreshold(addedUp(window), threshold)) continue;
    for (const one of window)
      if (one.bad > 0 && one.bad / one.checked > one.expected + threshold) above.add(one);
  }
  return [...above];
}

function addedUp(cells: readonly StoredQualityCount[]): CheckedRows {
  const sum = (value: (cell: StoredQualityCount) => number) =>
    cells.reduce((all, cell) => all + value(cell), 0);
  const checked = sum((cell) => cell.checked);
  const expected = checked === 0 ? 0 : sum((cell) => cell.expected * cell.checked) / checked;
  return { checked, bad: sum(({ bad }) => bad), expected };
}

/** Kinds of record are named where they are above by themselves; all together has no name. */
function alarmOf(
  checkId: QualityCheckId,
  unitId: string,
  cells: readonly StoredQualityCount[],
): QualityAlarm {
  const months = cells.map(({ month }) => month).toSorted();
  const named = cells.filter(({ subject }) => subject !== '');
  const counted = named.length > 0 ? named : cells;
  return {
    ...{ checkId, unitId, firstMonth: months[0] ?? '', lastMonth: months.at(-1) ?? '' },
    bad: counted.reduce((sum, { bad }) => sum + bad, 0),
    checked: counted.reduce((sum, { checked }) => sum + checked, 0),
    subjects: [...new Set(named.map(({ subject }) => subject))],
  };
}
