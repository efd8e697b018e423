import { groupBy, type Month, monthsFromTo } from '#core';
import type { AdoptionBasis, AdoptionStage } from '../practices/adoption.ts';
import type { ProposalOrigin } from '../proposal.ts';
import { type RecordedEntry, spreadRecords } from './recorded.ts';

/** One adoption as the ledger tells it. */
export interface AdoptionTold {
  readonly adoptionId: string;
  readonly practiceId: string;
  readonly unitId: string;
  readonly origin: ProposalOrigin | null;
  readonly basis: AdoptionBasis;
  readonly learnedFromUnitId: string;
  readonly begunAt: string;
  readonly stage: AdoptionStage;
  readonly startMonth: Month | null;
  readonly stoppedAt: string | null;
  readonly adaptations: number;
  readonly inconsistent: number;
  readonly partsChanged: number;
}

/** Every adoption, in the order of the ledger, as it stands after its last entry. */
export function adoptionsTold(entries: readonly RecordedEntry[]): readonly AdoptionTold[] {
  const origins = new Map<string, ProposalOrigin>();
  const told = new Map<string, AdoptionTold>();
  const change = (id: string, next: (one: AdoptionTold) => AdoptionTold) => {
    const one = told.get(id);
    if (one !== undefined) told.set(id, next(one));
  };
  for (const record of spreadRecords(entries))
    switch (record.kind) {
      case 'made':
        origins.set(record.practiceId, record.origin);
        break;
      case 'adopted': {
        const { adoptionId, practiceId, unitId, basis, learnedFromUnitId, at } = record;
        const { stage, startMonth, partsChanged } = record;
        told.set(adoptionId, {
          ...{ adoptionId, practiceId, unitId, basis, learnedFromUnitId, begunAt: at },
          ...{ stage, startMonth, partsChanged, stoppedAt: null, adaptations: 0, inconsistent: 0 },
          origin: origins.get(practiceId) ?? null,
        });
        break;
      }
      case 'moved':
        change(record.adoptionId, (one) => ({
          ...one,
          stage: record.stage,
          startMonth: record.startMonth,
          stoppedAt: record.stage === 'stopped' ? record.at : null,
        }));
        break;
      case 'parts-set':
        change(record.adoptionId, (one) => ({ ...one, partsChanged: record.partsChanged }));
        break;
      case 'version-taken': {
        const { stage, partsChanged } = record;
        change(record.adoptionId, (one) => ({ ...one, stage, partsChanged }));
        break;
      }
      case 'adapted':
        change(record.adoptionId, (one) => ({
          ...one,
          adaptations: one.adaptations + 1,
          inconsistent: one.inconsistent + (record.fidelity === 'inconsistent' ? 1 : 0),
        }));
        break;
      default:
    }
  return [...told.values()];
}

export interface CurvePoint {
  readonly month: Month;
  /** Units working this way at the end of the month. */
  readonly inUse: number;
  /** Units that have begun by then, those that stopped since among them. */
  readonly begun: number;
}

export interface AdoptionCurve {
  readonly practiceId: string;
  readonly points: readonly CurvePoint[];
}

/** For each practice, month by month, how many units had begun and how many still worked this way. */
export function adoptionCurves(
  adoptions: readonly AdoptionTold[],
  until: Month,
): readonly AdoptionCurve[] {
  return [...groupBy(adoptions, ({ practiceId }) => practiceId)].map(([practiceId, own]) => ({
    practiceId,
    points: curveOf(own, until),
  }));
}

function curveOf(adoptions: readonly AdoptionTold[], until: Month): readonly CurvePoint[] {
  const starts = adoptions.flatMap(({ startMonth }) => startMonth ?? []).toSorted();
  const [first] = starts;
  if (first === undefined) return [];
  const ends = adoptions.flatMap(({ startMonth, stoppedAt }) =>
    startMonth === null || stoppedAt === null ? [] : [stoppedAt.slice(0, 7)],
  );
  return monthsFromTo(first, until).map((month) => {
    const begun = starts.filter((start) => start <= month).length;
    return { month, begun, inUse: begun - ends.filter((end) => end <= month).length };
  });
}

/** Who learned from whom: units and how many practices went that way. */
export interface Learning {
  readonly fromUnitId: string;
  readonly toUnitId: string;
  readonly practices: number;
}

export const whoLearnedFromWhom = (adoptions: readonly AdoptionTold[]): readonly Learning[] =>
  [
    ...groupBy(adoptions, ({ learnedFromUnitId, unitId }) =>
      JSON.stringify([learnedFromUnitId, unitId]),
    ).values(),
  ].flatMap((own) => {
    const [one] = own;
    if (one === undefined) return [];
    const practices = new Set(own.map(({ practiceId }) => practiceId)).size;
    return [{ fromUnitId: one.learnedFromUnitId, toUnitId: one.unitId, practices }];
  });
