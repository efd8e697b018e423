import { problem } from '#core';
import type { Measure } from '#cql';
import { measuredValue } from '#knowledge';
import { resultsOfUnits } from '#store';
import { organisationInForce } from '../context.ts';
import type { EvaluationSummary } from '../evaluate/evaluate-library.ts';
import { followedMeasures } from '../own-measures/followed-measures.ts';
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
  const followed = await measuresFollowed(program);
  const wanted = followed.filter(({ id }) => measureId === null || id === measureId);
  if (wanted.length === 0) throw await unknownMeasure(program, measureId ?? '');
  const summary = await program.evaluate();
  // Nobody else counts what takes long, and an answer without it would be half of one.
  await program.beside.idle();
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

/** Every measure that is followed month by month, the library's first. */
async function measuresFollowed(side: Following): Promise<readonly Measure[]> {
  const own = await followedMeasures(side);
  return [...side.library.measures, ...own].map(({ measure }) => measure);
}

type Following = Pick<Program, 'library' | 'db' | 'clinical' | 'timeZone'>;

export async function unknownMeasure(side: Following, measureId: string): Promise<NotFound> {
  const ids = (await measuresFollowed(side)).map(({ id }) => id);
  return new NotFound(
    problem(
      'measure-not-found',
      `There is no measure '${measureId}'.`,
      `Choose one of: ${ids.join(', ')}.`,
      measureId,
    ),
  );
}
