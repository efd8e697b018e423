import { groupBy, type MessageType } from '#core';
import type { Measure } from '#cql';
import {
  type EffectByChance,
  effectByChance,
  movedAsWanted,
  type Occasion,
  occasionsOf,
} from '#practice';
import { type Database, resultsOfUnits, toldOrHeldBack } from '#store';

/**
 * Whether a kind of message helps: of the charts it was told about, the share on which the measure was better in the three
 * months after than in the three months before, less the same share of those that chance held back.
 *
 * @see docs/methods/precision-feedback.md
 */
export async function effectOfType(
  db: Database,
  type: MessageType,
  measures: ReadonlyMap<string, Measure>,
): Promise<EffectByChance> {
  const told = await toldOrHeldBack(db, type);
  const occasions = occasionsOf(told.map((one) => ({ ...one, type })));
  const outcomes = await outcomesOf(db, occasions, measures);
  const of = (arm: Occasion['arm']) =>
    outcomes.flatMap((one) => (one.arm === arm && one.moved !== null ? [one.moved] : []));
  const isByChance = occasions.some(({ arm }) => arm === 'held-back');
  return effectByChance({
    ...{ given: of('told'), heldBack: isByChance ? of('held-back') : null, direction: 'up' },
  });
}

async function outcomesOf(
  db: Database,
  occasions: readonly Occasion[],
  measures: ReadonlyMap<string, Measure>,
) {
  const unitIds = [...new Set(occasions.map(({ unitId }) => unitId))];
  const results = await resultsOfUnits(db, unitIds);
  const byChart = groupBy(results, ({ unitId, measureId }) => `${unitId}\n${measureId}`);
  return occasions.map((occasion) => {
    const { arm, unitId, measureId } = occasion;
    const measure = measures.get(measureId);
    const own = byChart.get(`${unitId}\n${measureId}`) ?? [];
    return { arm, moved: measure === undefined ? null : movedAsWanted(occasion, own, measure) };
  });
}
