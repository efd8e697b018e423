import type { Month } from '#core';
import { findSignals } from '#knowledge';
import { pathTo, type UnitTree } from '#organisation';
import { overridesOf } from '#practice';
import { type ChartSignal, type ClinicalStore, type ExposureCount, exposureCounts } from '#store';
import { overrideSeries } from '../decision-support/override-chart.ts';

/** What became of each rule's advice, by rule. */
export type AdviceCounts = ReadonlyMap<string, readonly ExposureCount[]>;

export async function countAdvice(
  clinical: ClinicalStore,
  ruleIds: readonly string[],
): Promise<AdviceCounts> {
  const counts = new Map<string, readonly ExposureCount[]>();
  for (const ruleId of ruleIds) counts.set(ruleId, await exposureCounts(clinical, ruleId));
  return counts;
}

/**
 * Signals on the chart of each rule's overrides, up to the last whole month. One chart for a rule, in the lowest unit above
 * everybody who sees its cards: units see too few of them to tell a change from chance one by one.
 */
export function overrideSignals(
  counts: AdviceCounts,
  tree: UnitTree,
  lastMonth: Month,
): readonly ChartSignal[] {
  return [...counts].flatMap(([ruleId, ofRule]) => {
    const unitId = unitAbove(
      tree,
      ofRule.flatMap((one) => (one.arm === 'shown' ? (one.unitId ?? []) : [])),
    );
    if (unitId === null) return [];
    return findSignals(overrideSeries(ofRule, lastMonth)).map((signal) => ({
      ...signal,
      ...{ unitId, measureId: overridesOf(ruleId), cautions: [] },
    }));
  });
}

/** The lowest unit that has all of them within it; null when there is none. */
function unitAbove(tree: UnitTree, unitIds: readonly string[]): string | null {
  const ways = [...new Set(unitIds)].flatMap((id) => {
    const unit = tree.byId.get(id);
    return unit === undefined ? [] : [[...pathTo(tree, id), unit].map((one) => one.id)];
  });
  const [first, ...others] = ways;
  if (first === undefined) return null;
  const shared = first.filter((id, depth) => others.every((way) => way[depth] === id));
  return shared.at(-1) ?? null;
}
