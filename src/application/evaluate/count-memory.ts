import type { UnitResult } from '#knowledge';
import {
  type ClinicalStore,
  changedPatientsMax,
  changesSince,
  dataVersionNumber,
  type GroupResult,
  type TableChanges,
} from '#store';
import {
  type Cell,
  type ChangedPatients,
  type CountingQuestion,
  type Counts,
  countEvents,
  type NewCounts,
  recountEvents,
} from './counted-events.ts';

/** What a measure comes to, in an order of its own: sums over units depend on it in the last digits. */
export interface MeasureCounts {
  readonly results: readonly UnitResult[];
  readonly groups: readonly GroupResult[];
  /** Events that no unit owns: they are in no unit's numbers. */
  readonly withoutUnit: number;
}

/** Counts measures, and asks again only what new records can have changed. */
export interface CountMemory {
  /** Begins an evaluation of the records as they are now. */
  begin(clinical: ClinicalStore): Promise<Counting>;
  /** Everything is counted anew next time. */
  forget(): void;
}

export interface Counting {
  /** `told` names everything but records and definition that the answer depends on, as the months. */
  count(question: CountingQuestion, told: string): Promise<MeasureCounts>;
  /** How many measures were asked of the records, of all patients or of some. */
  asked(): number;
}

interface Held extends Counts {
  readonly counts: MeasureCounts;
  /** The whole question: another one has another answer. */
  readonly question: string;
  /** The number of the data version that was asked. */
  readonly version: number;
}

/**
 * What was counted last. It is lost with the program, and the first evaluation of the next one counts everything. What a
 * failure leaves unsure is forgotten too.
 */
export function countMemory(): CountMemory {
  const held = new Map<string, Held>();
  return {
    begin: async (clinical) => {
      const version = await dataVersionNumber(clinical);
      const changes = rememberedChanges(clinical);
      let asked = 0;
      const count: Counting['count'] = async (question, told) => {
        const { id } = question.measure;
        const words = wordsOf(question, told);
        const known = held.get(id);
        const patients =
          known?.question === words ? patientsIn(await changes(known.version), question) : null;
        held.delete(id);
        if (patients?.ids.length !== 0) asked += 1;
        const counts = await countedNow(clinical, question, { known, patients });
        const inOrder = counts === known ? known.counts : ordered(counts);
        held.set(id, { ...counts, counts: inOrder, question: words, version });
        return inOrder;
      };
      return { count, asked: () => asked };
    },
    forget: () => held.clear(),
  };
}

const wordsOf = ({ sql, groupings, lastMonth }: CountingQuestion, told: string): string =>
  JSON.stringify([sql.membershipSql, sql.sumsSql, groupings, lastMonth, told]);

/** Several measures were mostly counted at the same time. */
function rememberedChanges(
  clinical: ClinicalStore,
): (version: number) => Promise<TableChanges | null> {
  const found = new Map<number, Promise<TableChanges | null>>();
  return (version) => {
    const changes = found.get(version) ?? changesSince(clinical, version);
    found.set(version, changes);
    return changes;
  };
}

/** Groups are of patients. */
const patientTable = 'patient';

/** Whose rows changed in any table that the question reads; null where they may be anybody's. */
function patientsIn(
  changes: TableChanges | null,
  { sql, groupings }: CountingQuestion,
): ChangedPatients | null {
  if (changes === null) return null;
  const tables = groupings.length === 0 ? sql.uses : [...sql.uses, patientTable];
  const changed = tables.flatMap((table) => {
    const patients = changes.get(table);
    return patients === undefined ? [] : [patients];
  });
  if (changed.includes(null)) return null;
  const ids = [...new Set(changed.flatMap((some) => some ?? []))];
  if (ids.length > changedPatientsMax) return null;
  return { ids, areOthers: groupings.length > 0 && changes.has(patientTable) };
}

interface Before {
  readonly known: Held | undefined;
  readonly patients: ChangedPatients | null;
}

async function countedNow(
  clinical: ClinicalStore,
  question: CountingQuestion,
  { known, patients }: Before,
): Promise<Counts> {
  if (known === undefined || patients === null) return countEvents(clinical, question);
  if (patients.ids.length === 0) return known;
  const counts = await recountEvents(clinical, question, patients);
  return counts.touched.length === 0 ? known : replaced(known, counts);
}

function replaced(known: Counts, { touched, cells, groups }: NewCounts): Counts {
  const places = new Set(touched.map(placeKey));
  const units = new Set(touched.map(({ unitId }) => unitId));
  return {
    cells: [...known.cells.filter((cell) => !places.has(placeKey(cell))), ...cells],
    groups: [...known.groups.filter(({ unitId }) => !units.has(unitId)), ...groups],
  };
}

const placeKey = ({ unitId, month }: Pick<Cell, 'unitId' | 'month'>): string =>
  `${unitId ?? ''}\n${month}`;

function ordered({ cells, groups }: Counts): MeasureCounts {
  const owned = cells.flatMap(({ unitId, events, ...cell }) =>
    unitId === null ? [] : [{ unitId, ...cell }],
  );
  return {
    results: owned.toSorted(byText(placeKey)),
    groups: groups.toSorted(byText((one) => [one.unitId, one.groupingId, one.groupId].join('\n'))),
    withoutUnit: cells
      .filter(({ unitId }) => unitId === null)
      .reduce((sum, { events }) => sum + events, 0),
  };
}

const byText =
  <Item>(textOf: (item: Item) => string) =>
  (a: Item, b: Item): number => {
    const [one, other] = [textOf(a), textOf(b)];
    return one < other ? -1 : Number(one > other);
  };
