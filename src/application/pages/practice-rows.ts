import type { Measure } from '#cql';
import { unitRef } from '#organisation';
import {
  type Adaptation,
  type Adoption,
  type AdoptionEffect,
  type FidelityCheck,
  type Parameter,
  type PracticeVersion,
  partsSetOtherwise,
} from '#practice';
import {
  adaptationsOf,
  changesMark,
  type Database,
  fidelityChecksOf,
  lastEvaluation,
  loadCycle,
  type StoredPractice,
} from '#store';
import { versionOf } from '../commands/loading-practices.ts';
import { estimateStarts, type UnitStart } from '../effect/estimate-adoption.ts';
import { type Book, personNamed, unitNamed } from './organisation-book.ts';

/** One unit working by a practice: how it took it up, what it does otherwise, and what came of it. */
export interface PracticeRow {
  readonly adoption: Adoption | null;
  readonly unitId: string;
  readonly effect: AdoptionEffect;
}

interface RowsWanted {
  readonly book: Book;
  readonly stored: StoredPractice;
  readonly adoptions: readonly Adoption[];
  readonly measure: Measure;
}

/** The unit in which the practice grew first, then those that took it up, in that order. */
export async function practiceRows(
  db: Database,
  { book, stored, adoptions, measure }: RowsWanted,
): Promise<readonly PracticeRow[]> {
  const { cycleId } = stored.practice;
  const cycle = cycleId === null ? null : await loadCycle(db, cycleId);
  const begun = [
    ...(cycle === null
      ? []
      : [{ adoption: null, unitId: cycle.unitId, startMonth: cycle.startMonth }]),
    ...adoptions.map((adoption) => ({
      adoption,
      unitId: adoption.unitId,
      startMonth: adoption.startMonth,
    })),
  ];
  const effects = await effectsRemembered(db, { book, measure, starts: begun });
  return begun.map(({ adoption, unitId }, i) => ({
    adoption,
    unitId,
    effect: effects[i] ?? { kind: 'not-estimable', reason: 'change-not-started' },
  }));
}

interface EffectsOfPage {
  readonly book: Book;
  readonly measure: Measure;
  readonly starts: readonly UnitStart[];
}

const effectsRememberedMax = 20_000;
/** Each estimate by what it rests on: the evaluation, the measure, the day's month, and which unit began when. */
const known = new Map<string, AdoptionEffect>();

async function effectsRemembered(
  db: Database,
  { book, measure, starts }: EffectsOfPage,
): Promise<readonly AdoptionEffect[]> {
  const evaluation = await lastEvaluation(db);
  if (evaluation === null)
    return starts.map(() => ({ kind: 'not-estimable', reason: 'nothing-evaluated' }));
  const { organisation, asOf } = book;
  const changes = await changesMark(db, measure.id);
  const rests = [evaluation.finishedAt, evaluation.dataVersion, evaluation.id, changes];
  const keyOf = ({ unitId, startMonth }: UnitStart) =>
    JSON.stringify([...rests, measure.id, measure.version, asOf.slice(0, 7), unitId, startMonth]);
  const missing = starts.filter((start) => !known.has(keyOf(start)));
  const effects =
    missing.length === 0
      ? []
      : await estimateStarts(db, { measure, starts: missing, organisation, asOf });
  if (known.size + missing.length > effectsRememberedMax) known.clear();
  missing.forEach((start, i) => {
    const effect = effects[i];
    if (effect !== undefined) known.set(keyOf(start), effect);
  });
  return starts.map(
    (start) => known.get(keyOf(start)) ?? { kind: 'not-estimable', reason: 'change-not-started' },
  );
}

/** What the pages say of each row beside its effect. */
export async function rowsShown(
  db: Database,
  { book, stored, rows }: { book: Book; stored: StoredPractice; rows: readonly PracticeRow[] },
) {
  const ids = rows.flatMap(({ adoption }) => adoption?.id ?? []);
  const [adaptations, checks] = await Promise.all([
    adaptationsOf(db, ids),
    fidelityChecksOf(db, ids),
  ]);
  return rows.map((row) => rowShown({ book, stored, adaptations, checks }, row));
}

interface Around {
  readonly book: Book;
  readonly stored: StoredPractice;
  readonly adaptations: readonly Adaptation[];
  readonly checks: readonly FidelityCheck[];
}

function rowShown(
  { book, stored, adaptations, checks }: Around,
  { adoption, unitId, effect }: PracticeRow,
) {
  const unit = unitNamed(book, unitId);
  const first = stored.versions[0];
  if (adoption === null)
    return {
      ...{ adoptionId: null, unit, version: 1, basis: null, stage: null, startMonth: null },
      ...{ learnedFrom: null, partsSet: [], adaptations: [], essentialsKept: null, effect },
      essentials: first?.essentials.length ?? 0,
    };
  const version = versionOf(stored.versions, adoption);
  const own = checks.filter(({ adoptionId }) => adoptionId === adoption.id);
  const { id: adoptionId, basis, stage, startMonth } = adoption;
  return {
    ...{ adoptionId, unit, version: version.version, basis, stage, startMonth, effect },
    learnedFrom: learnedFrom(book, adoption),
    partsSet: partsSet(version, adoption),
    adaptations: adaptations
      .filter((one) => one.adoptionId === adoption.id)
      .map((one) => ({ ...one, by: personNamed(book, one.by) })),
    essentialsKept: own.at(-1)?.keptIds.length ?? null,
    essentials: version.essentials.length,
  };
}

function learnedFrom({ organisation }: Book, { learnedFromUnitId }: Adoption) {
  const unit = organisation.tree.byId.get(learnedFromUnitId);
  return unit === undefined ? null : unitRef(unit);
}

const partsSet = (version: PracticeVersion, adoption: Adoption) =>
  partsSetOtherwise(version, adoption).map((part) => ({
    id: part.id,
    name: part.name,
    unit: unitOfPart(part),
    standard: String(part.value),
    here: String(adoption.values[part.id] ?? part.value),
  }));

const unitOfPart = (part: Parameter): string => (part.kind === 'number' ? part.unit : '');
