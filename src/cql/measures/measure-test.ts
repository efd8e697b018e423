import { z } from 'zod';
import { formProblems, type Read, read, readJson, unreadable } from './reading.ts';

/** A test patient of a measure: everything known about one patient, and what is expected. */
export interface MeasureTest {
  /** The file's name without its ending: in-numerator. */
  readonly name: string;
  readonly description: string;
  readonly period: { readonly start: string; readonly end: string };
  readonly resources: readonly Readonly<Record<string, unknown>>[];
  readonly expected: ExpectedCounts;
}

export interface ExpectedCounts {
  readonly 'initial-population': number;
  readonly denominator: number;
  readonly numerator: number;
  readonly exclusion?: number | undefined;
  /** The observations of a continuous measure, smallest first. */
  readonly observations?: readonly number[] | undefined;
  readonly units?: Readonly<Record<string, { numerator: number; denominator: number }>> | undefined;
}

const instant = z.iso.datetime({ offset: true });
const count = z.number().nonnegative();

const testForm = z.strictObject({
  description: z.string().min(1),
  period: z.strictObject({ start: instant, end: instant }),
  resources: z.array(z.looseObject({ resourceType: z.string(), id: z.string() })).min(1),
  expected: z.strictObject({
    'initial-population': count,
    denominator: count,
    numerator: count,
    exclusion: count.optional(),
    observations: z.array(z.number()).optional(),
    units: z
      .record(z.string(), z.strictObject({ numerator: z.number(), denominator: z.number() }))
      .optional(),
  }),
});

export function readMeasureTest(path: string, text: string): Read<MeasureTest> {
  const json = readJson(path, text);
  if (json.kind === 'unreadable') return json;
  const form = testForm.safeParse(json.value);
  if (!form.success) return unreadable(...formProblems(form.error, path));
  const name = path.replace(/^.*\//, '').replace(/\.json$/, '');
  return read({ name, ...form.data });
}
