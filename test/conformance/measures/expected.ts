import { type GroupCounts, type MeasureGroup, observationsOf, populationCounts } from '#cql';

export interface Difference {
  readonly group: number;
  readonly population: string;
  readonly expected: number;
  readonly got: number | null;
}

/** Where a case's groups differ from what is expected: population-code#population-id → count. */
export function differences(
  expected: readonly Readonly<Record<string, number>>[],
  groups: readonly GroupCounts[],
): readonly Difference[] {
  return expected.flatMap((counts, index) => {
    const counted = groups[index];
    return Object.entries(counts).flatMap(([population, count]) => {
      const got = counted === undefined ? null : countAt(population, counted);
      return got === count ? [] : [{ group: index + 1, population, expected: count, got }];
    });
  });
}

/** The same for counts alone, in the group's order; observations are not among them. */
export function differencesOfCounts(
  expected: Readonly<Record<string, number>>,
  group: MeasureGroup,
  counts: readonly number[],
  index: number,
): readonly Difference[] {
  return Object.entries(expected).flatMap(([population, count]) => {
    const [code = '', id] = population.split('#');
    if (code === 'measure-observation') return [];
    const got = counts[populationIndex(group, code, id)] ?? null;
    return got === count ? [] : [{ group: index + 1, population, expected: count, got }];
  });
}

function countAt(key: string, counted: GroupCounts): number | null {
  const [code = '', id] = key.split('#');
  if (code !== 'measure-observation') {
    const index = populationIndex(counted.group, code, id);
    return populationCounts(counted)[index] ?? null;
  }
  const { index, nth } = observationAt(counted.group, id);
  return observationsOf(counted, index)[nth] ?? null;
}

function populationIndex({ populations }: MeasureGroup, code: string, id: string | undefined) {
  const named = populations.findIndex((one) => one.code === code && one.id === id);
  return named >= 0 ? named : populations.findIndex((one) => one.code === code);
}

/** An observation is named by its population, and with `_2` after it for the second event that is observed. */
function observationAt(group: MeasureGroup, id: string | undefined) {
  const exact = populationIndex(group, 'measure-observation', id);
  const [, base = id, ordinal = '1'] = /^(.*)_(\d+)$/.exec(id ?? '') ?? [];
  const isNamed = group.populations[exact]?.id === id;
  if (isNamed || id === undefined) return { index: exact, nth: 0 };
  return { index: populationIndex(group, 'measure-observation', base), nth: Number(ordinal) - 1 };
}
