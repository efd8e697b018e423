import { createHash } from 'node:crypto';
import { groupBy, type Month } from '#core';
import type { Measure } from '#cql';
import type { AdoptionEffect } from '#practice';
import {
  type Database,
  inSnapshot,
  keepEffect,
  keptEffects,
  lastEvaluation,
  type MeasuredStart,
  measuredStarts,
  measuresInUse,
  resultsVersion,
} from '#store';
import { type OrganisationInForce, organisationInForce } from '../context.ts';
import { type Compared, unitsCompared } from './compared-units.ts';
import {
  type EffectsWanted,
  estimateStarts,
  otherStarts,
  type UnitStart,
} from './estimate-adoption.ts';

/**
 * What the change did in each unit, in the order given: read where it is kept and still rests on the same, and
 * estimated anew where it does not.
 */
export async function effectsOfStarts(
  db: Database,
  wanted: EffectsWanted,
): Promise<readonly AdoptionEffect[]> {
  if ((await lastEvaluation(db)) === null)
    return wanted.starts.map(() => ({ kind: 'not-estimable', reason: 'nothing-evaluated' }));
  const { known, missing } = await keptOrMissing(db, wanted);
  const estimated = await estimateStarts(db, { ...wanted, starts: missing });
  const anew = new Map(missing.map((start, i) => [startKey(start), estimated[i]]));
  return wanted.starts.map(
    (start) =>
      known.get(startKey(start)) ??
      anew.get(startKey(start)) ?? { kind: 'not-estimable', reason: 'change-not-started' },
  );
}

const startKey = ({ unitId, startMonth }: UnitStart): string => `${unitId} ${startMonth}`;

interface Begun extends UnitStart {
  readonly startMonth: Month;
}

const hasBegun = (start: UnitStart): start is Begun => start.startMonth !== null;

async function keptOrMissing(db: Database, { measure, starts, organisation, asOf }: EffectsWanted) {
  const begun = starts.filter(hasBegun);
  const unitIds = begun.map(({ unitId }) => unitId);
  const [kept, groundOf] = await Promise.all([
    keptEffects(db, measure.id, unitIds),
    grounds(db, { measure, organisation, asOf }),
  ]);
  const byStart = new Map(kept.map((one) => [startKey(one), one]));
  const known = new Map<string, AdoptionEffect>();
  for (const start of begun) {
    const one = byStart.get(startKey(start));
    if (one?.restsOn === groundOf(start)) known.set(startKey(start), one.effect);
  }
  return { known, groundOf, missing: begun.filter((start) => !known.has(startKey(start))) };
}

/** Another name whenever anything that the estimate is made from is another. */
async function grounds(
  db: Database,
  { measure, organisation, asOf }: Omit<EffectsWanted, 'starts'>,
): Promise<(start: Begun) => string> {
  const [results, evaluation, compared] = await Promise.all([
    resultsVersion(db, measure.id),
    lastEvaluation(db),
    unitsCompared(db, measure, organisation),
  ]);
  const { id, scoring, multiplier, direction } = measure;
  const lastMonth = lastMonthRead(evaluation?.lastMonth ?? '', asOf);
  const common = { method, id, scoring, multiplier, direction, results, lastMonth };
  return (start) => digestOf({ ...common, ...groundOf(compared, organisation, start) });
}

/** Named anew when the estimate is made in another way, so that nothing kept by the earlier way is shown. */
const method = 'level beside units, 2';

/** Months that are not whole yet are not read, even where something has been counted in them. */
const lastMonthRead = (evaluated: Month, asOf: string): Month =>
  evaluated < asOf.slice(0, 7) ? evaluated : asOf.slice(0, 7);

function groundOf(compared: Compared, { tree }: OrganisationInForce, start: Begun) {
  const { unitId, startMonth } = start;
  return {
    ...{ unitId, startMonth },
    others: otherStarts(compared.changes, unitId, startMonth),
    beside: compared.unitsBeside(tree.byId.get(unitId)?.level ?? ''),
  };
}

const digestOf = (ground: object): string =>
  createHash('sha256').update(JSON.stringify(ground)).digest('hex');

/** Estimated together, and kept before the next are begun: what is done stays done. */
const togetherMax = 40;

/**
 * Estimates what every practice did in every unit wherever results or changes are new, and keeps it.
 *
 * @returns how many were estimated before it ended or the signal was aborted
 */
export async function keepEffects(
  db: Database,
  { clock, signal }: { readonly clock: () => string; readonly signal: AbortSignal },
): Promise<number> {
  if ((await lastEvaluation(db)) === null) return 0;
  const [measures, starts] = await Promise.all([measuresInUse(db), measuredStarts(db)]);
  let estimated = 0;
  for (const [measureId, begun] of groupBy(starts, (start) => start.measureId)) {
    const measure = measures.get(measureId);
    if (measure === undefined) continue;
    for (let i = 0; i < begun.length && !signal.aborted; i += togetherMax) {
      const together = begun.slice(i, i + togetherMax);
      estimated += await keepSome(db, measure, { starts: together, at: clock() });
    }
  }
  return estimated;
}

async function keepSome(
  db: Database,
  measure: Measure,
  { starts, at }: { readonly starts: readonly MeasuredStart[]; readonly at: string },
): Promise<number> {
  const effects = await inSnapshot(db, async (snapshot) => {
    const organisation = await organisationInForce(snapshot);
    const wanted = { measure, starts, organisation, asOf: at };
    const { missing, groundOf } = await keptOrMissing(snapshot, wanted);
    const estimated = await estimateStarts(snapshot, { ...wanted, starts: missing });
    return missing.flatMap((start, i) => {
      const effect = estimated[i];
      const { unitId, startMonth } = start;
      return effect === undefined
        ? []
        : [{ measureId: measure.id, unitId, startMonth, restsOn: groundOf(start), effect }];
    });
  });
  for (const effect of effects) await keepEffect(db, effect, at);
  return effects.length;
}
