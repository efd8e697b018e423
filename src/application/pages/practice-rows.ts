import type { Measure } from '#cql';
import { unitRef } from '#organisation';
import {
  type Adaptation,
  type Adoption,
  type AdoptionEffect,
  type FidelityCheck,
  latestCheck,
  type Parameter,
  type PracticeVersion,
  partsSetOtherwise,
} from '#practice';
import {
  adaptationsOf,
  type Database,
  fidelityChecksOf,
  loadCycle,
  type StoredPractice,
} from '#store';
import { versionOf } from '../commands/loading-practices.ts';
import { effectsOfStarts } from '../effect/kept-effects.ts';
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
  const { organisation, asOf } = book;
  const effects = await effectsOfStarts(db, { measure, starts: begun, organisation, asOf });
  return begun.map(({ adoption, unitId }, i) => ({
    adoption,
    unitId,
    effect: effects[i] ?? { kind: 'not-estimable', reason: 'change-not-started' },
  }));
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
    essentialsKept: latestCheck(own, adoption.version)?.keptIds.length ?? null,
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
