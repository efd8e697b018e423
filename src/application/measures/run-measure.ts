import { problem } from '#core';
import { measuredValue } from '#knowledge';
import { resultsOfUnits } from '#store';
import { organisationInForce } from '../context.ts';
import type { EvaluationSummary } from '../evaluate/evaluate-library.ts';
import type { Program } from '../program/open-program.ts';
import { NotFound } from '../trouble.ts';

export interface RunMeasures {
  readonly summary: EvaluationSummary;
  /** One line for each unit: its last month. */
  readonly lines: readonly string[];
}

/** Evaluates the library and tells the last month of one measure, or of all, for every unit. */
export async function runMeasures(
  program: Program,
  measureId: string | null,
): Promise<RunMeasures> {
  const wanted = program.library.measures
    .map(({ measure }) => measure)
    .filter(({ id }) => measureId === null || id === measureId);
  if (wanted.length === 0) throw unknownMeasure(program, measureId ?? '');
  const summary = await program.evaluate();
  const { tree } = await organisationInForce(program.db);
  const results = await resultsOfUnits(
    program.db,
    tree.units.map(({ id }) => id),
  );
  const lines = wanted.flatMap((measure) =>
    tree.units.flatMap((unit) => {
      const last = results.findLast(
        (result) =>
          result.unitId === unit.id && result.measureId === measure.id && result.denominator > 0,
      );
      if (last === undefined) return [];
      const value = measuredValue(last, measure.multiplier);
      return [
        [
          measure.id,
          unit.name.en,
          last.month,
          value?.toPrecision(3),
          `${last.numerator}/${last.denominator}`,
        ].join('\t'),
      ];
    }),
  );
  return { summary, lines };
}

export const unknownMeasure = (
  { library }: Pick<Program, 'library'>,
  measureId: string,
): NotFound =>
  new NotFound(
    problem(
      'measure-not-found',
      `There is no measure '${measureId}'.`,
      `Choose one of: ${library.measures.map(({ measure }) => measure.id).join(', ')}.`,
      measureId,
    ),
  );
