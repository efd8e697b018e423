import { eventRows } from '#cql';
import { monthPeriods } from '#knowledge';
import type { ClinicalStore } from '#store';
import type { AskedMeasure } from '../../src/application/own-measures/count-patients.ts';
import type {
  Following,
  InMemoryQuestion,
} from '../../src/application/own-measures/count-portion.ts';

/** January 2025 to February 2026. */
const months = Array.from(
  { length: 14 },
  (_, i) => `${2025 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
);

export function followingOf(clinical: ClinicalStore): Following {
  const timeZone = 'Europe/Stockholm';
  return { clinical, timeZone, periods: monthPeriods(months, timeZone) };
}

/** A question of one measure without value sets, as text that another process can read. */
export function writtenQuestion({ id, digest, measures, charts }: InMemoryQuestion): string {
  const [asked] = measures;
  if (asked === undefined) throw new Error('writtenQuestion: nothing is asked');
  const { measure, elm } = asked;
  return JSON.stringify({ id, digest, measure, elm, charts: charts.map((c) => c.measureId) });
}

interface Written extends Pick<AskedMeasure, 'measure' | 'elm'> {
  readonly id: string;
  readonly digest: string;
  /** Of the groups, in their order, as `ID.2`. */
  readonly charts: readonly string[];
}

export function readQuestion(text: string, clinical: ClinicalStore) {
  const { id, digest, measure, elm, charts }: Written = JSON.parse(text);
  const question: InMemoryQuestion = {
    ...{ id, digest, measures: [{ measure, elm, valueSets: new Map() }] },
    charts: charts.map((measureId) => {
      const at = Number(measureId.split('.').at(-1)) - 1;
      const group = measure.groups[at];
      if (group === undefined) throw new Error(`readQuestion: there is no group of ${measureId}`);
      return { measureId, rowsOf: (_, period) => eventRows(group, period.measures[0]?.[at] ?? []) };
    }),
  };
  return { question, following: followingOf(clinical) };
}
