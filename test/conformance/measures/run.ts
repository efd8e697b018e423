import { fhirMeasureEvaluator, type GroupCounts } from '#cql';
import { type Difference, differences } from './expected.ts';
import { casePeriod, type MeasurePack, type PackCase } from './pack.ts';

export interface CaseResult {
  readonly path: 'in memory' | 'SQL';
  readonly case: string;
  readonly differences: readonly Difference[];
  readonly error: string | null;
}

/** Every case of a pack by the full language, one patient at a time. */
export async function runInMemory(pack: MeasurePack): Promise<readonly CaseResult[]> {
  const evaluate = fhirMeasureEvaluator({ ...pack, timeZone: 'UTC' });
  const results: CaseResult[] = [];
  for (const one of pack.cases) {
    results.push(
      await judged(one, 'in memory', async () => {
        const { groups } = await evaluate(one.resources, casePeriod(one));
        return groups;
      }),
    );
  }
  return results;
}

async function judged(
  one: PackCase,
  path: CaseResult['path'],
  count: () => Promise<readonly GroupCounts[]>,
): Promise<CaseResult> {
  try {
    const groups = await count();
    return { path, case: one.id, differences: differences(one.expected, groups), error: null };
  } catch (error) {
    return { path, case: one.id, differences: [], error: String(error) };
  }
}

export const isFailed = ({ differences: found, error }: CaseResult): boolean =>
  found.length > 0 || error !== null;
