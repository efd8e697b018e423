import { setImmediate } from 'node:timers/promises';
import type { Month } from '#core';
import type { Measure } from '#cql';
import {
  type Adoption,
  type AdoptionEffect,
  effectOfAdoption,
  type PracticeVersion,
} from '#practice';
import {
  type Database,
  lastEvaluation,
  type MeasureResult,
  measuresInUse,
  type RecordedEffect,
  resultsOfUnits,
} from '#store';
import type { OrganisationInForce } from '../context.ts';
import { unitsCompared } from './compared-units.ts';

/** A unit that changed its way of working in a month. */
export interface UnitStart {
  readonly unitId: string;
  readonly startMonth: Month | null;
}

export interface EffectsWanted {
  readonly measure: Measure;
  readonly starts: readonly UnitStart[];
  readonly organisation: OrganisationInForce;
  readonly asOf: string;
}

/**
 * What the change did in each unit, in the order given, from the results we have now for the months that were whole
 * then. The units compared with are of the same level and changed nothing that the measure shows in those months.
 */
export async function estimateStarts(
  db: Database,
  { measure, starts, organisation, asOf }: EffectsWanted,
): Promise<readonly AdoptionEffect[]> {
  const { changes, unitsBeside } = await unitsCompared(db, measure, organisation);
  const levelOf = (unitId: string) => organisation.tree.byId.get(unitId)?.level ?? '';
  const levels = [...new Set(starts.map(({ unitId }) => levelOf(unitId)))];
  const units = new Set([...starts.map(({ unitId }) => unitId), ...levels.flatMap(unitsBeside)]);
  const all = await resultsOfUnits(db, [...units], measure.id);
  const whole = byUnit(all.filter(({ month }) => month < asOf.slice(0, 7)));
  const resultsOf = (unitId: string) => whole.get(unitId) ?? [];
  const beside = new Map(levels.map((level) => [level, unitsBeside(level).map(resultsOf)]));
  const effects: AdoptionEffect[] = [];
  for (const { unitId, startMonth } of starts) {
    if (startMonth === null) {
      effects.push({ kind: 'not-estimable', reason: 'change-not-started' });
      continue;
    }
    const otherChanges = otherStarts(changes, unitId, startMonth);
    const others = beside.get(levelOf(unitId)) ?? [];
    const results = resultsOf(unitId);
    effects.push(effectOfAdoption({ measure, startMonth, results, otherChanges, others }));
    // An estimate takes milliseconds; what else the program has to do comes between two of them.
    await setImmediate();
  }
  return effects;
}

/** The unit's other changes; the one that is judged is left out once. */
export function otherStarts(
  changes: readonly { readonly unitId: string; readonly startMonth: Month }[],
  unitId: string,
  startMonth: Month,
): readonly Month[] {
  const own = changes.filter((one) => one.unitId === unitId).map((one) => one.startMonth);
  const judged = own.indexOf(startMonth);
  return own.filter((_, i) => i !== judged);
}

function byUnit(results: readonly MeasureResult[]): ReadonlyMap<string, readonly MeasureResult[]> {
  const units = new Map<string, MeasureResult[]>();
  for (const result of results) {
    const own = units.get(result.unitId);
    if (own === undefined) units.set(result.unitId, [result]);
    else own.push(result);
  }
  return units;
}

export interface AdoptionJudged {
  readonly adoption: Adoption;
  readonly version: PracticeVersion;
  readonly at: string;
  readonly organisation: OrganisationInForce;
}

/** The effect as the ledger keeps it on a day; null where nothing has begun or nothing has been evaluated. */
export async function recordedAdoptionEffect(
  db: Database,
  { adoption, version, at, organisation }: AdoptionJudged,
): Promise<RecordedEffect | null> {
  const [evaluation, measures] = await Promise.all([lastEvaluation(db), measuresInUse(db)]);
  const measure = measures.get(version.measureIds[0] ?? '');
  if (adoption.startMonth === null || evaluation === null || measure === undefined) return null;
  const [effect] = await estimateStarts(db, {
    ...{ measure, starts: [adoption], organisation, asOf: at },
  });
  if (effect === undefined || effect.kind === 'not-estimable') return null;
  const { beside: _, ...said } = effect;
  const predictionMet = 'cannot-say' as const;
  return { ...said, predictionMet, dataVersion: evaluation.dataVersion, estimatedAt: at };
}
