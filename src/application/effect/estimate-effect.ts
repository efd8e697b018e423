import type { Measure } from '#cql';
import { type Cycle, effectOfChange } from '#practice';
import {
  type Database,
  lastEvaluation,
  measuresInUse,
  monthlyResults,
  type RecordedEffect,
} from '#store';
import { found } from '../trouble.ts';
import { changesOnChart } from './changes-on-chart.ts';

/** The effect of a cycle's change on its measure, from the results we have now for the months that were whole then. */
export async function estimateEffect(
  db: Database,
  cycle: Cycle,
  asOf: string,
): Promise<RecordedEffect> {
  const measure = (await measuresInUse(db)).get(cycle.measureId);
  return estimateFor(db, { cycle, asOf, measure: found(measure, 'measure', cycle.measureId) });
}

interface Estimating {
  readonly cycle: Cycle;
  readonly measure: Measure;
  readonly asOf: string;
}

async function estimateFor(
  db: Database,
  { cycle, measure, asOf }: Estimating,
): Promise<RecordedEffect> {
  const { unitId, measureId, startMonth, prediction } = cycle;
  if (startMonth === null) return { kind: 'not-estimable', reason: 'change-not-started' };
  const evaluation = await lastEvaluation(db);
  if (evaluation === null) return { kind: 'not-estimable', reason: 'nothing-evaluated' };
  const changes = await changesOnChart(db, { unitId, measureId });
  const otherChanges = changes
    .filter(({ cycleId }) => cycleId !== cycle.id)
    .map((other) => other.startMonth);
  const all = await monthlyResults(db, measureId, unitId);
  const results = all.filter(({ month }) => month < asOf.slice(0, 7));
  const effect = effectOfChange({ measure, results, startMonth, prediction, otherChanges });
  if (effect.kind === 'not-estimable') return effect;
  return { ...effect, dataVersion: evaluation.dataVersion, estimatedAt: asOf };
}
