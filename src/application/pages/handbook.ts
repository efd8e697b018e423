import { addMonths } from '#core';
import { type RecordRead, recordsRead } from '#cql';
import { addUp } from '#knowledge';
import { pathTo, subtree, unitRef } from '#organisation';
import {
  inSnapshot,
  lastEvaluation,
  openChallenges,
  type RecordCount,
  recordCounts,
  resultsOfUnits,
} from '#store';
import type { Context } from '../context.ts';
import { type MeasureBehind, measureBehind } from '../measures/measure-behind.ts';
import type { ClinicalSide } from '../program/clinical-side.ts';
import { found } from '../trouble.ts';
import { openBook } from './organisation-book.ts';

const monthsCounted = 12;

/**
 * What has to be recorded for this unit's measures to count rightly: made from the measures' own definitions, with what
 * the unit recorded in the last twelve months beside it.
 */
export async function handbook(context: Context, side: ClinicalSide, unitId: string) {
  const read = await inSnapshot(context.db, async (db) => {
    const book = await openBook(db, context.clock());
    const { tree } = book.organisation;
    const unit = found(tree.byId.get(unitId), 'unit', unitId);
    const within = subtree(tree, unitId).map(({ id }) => id);
    const [evaluation, results, open] = await Promise.all([
      lastEvaluation(db),
      resultsOfUnits(db, [unitId]),
      openChallenges(db, within),
    ]);
    const from = evaluation === null ? null : addMonths(evaluation.lastMonth, 1 - monthsCounted);
    const recent = results.filter(({ month }) => from !== null && month >= from);
    const measures = [...book.measures.values()].flatMap((measure) => {
      const total = addUp(recent.filter(({ measureId }) => measureId === measure.id));
      return total.denominator === 0 ? [] : [{ measure, counted: total.denominator }];
    });
    return { unit, path: pathTo(tree, unitId).map(unitRef), within, from, measures, open };
  });
  const { unit, path, within, from, measures, open } = read;
  const counts = from === null ? [] : await recordCounts(side.clinical, within, from);
  return {
    ...{ unit: unitRef(unit), path, from, openChallenges: open.length },
    measures: await Promise.all(
      measures.map(async ({ measure, counted }) => ({
        ...{ id: measure.id, version: measure.version, title: measure.title },
        ...{ sentence: measure.sentence, rationale: measure.rationale, counted },
        records: recordsOf(await measureBehind(side, context.db, measure.id)).map((record) =>
          recordShown(record, counts),
        ),
      })),
    ),
  };
}

/** A measure that is no longer in use has no definition to read. */
const recordsOf = (behind: MeasureBehind | undefined): readonly RecordRead[] =>
  (behind?.parts ?? []).flatMap(({ library, populations, elm, valueSets }) => {
    const definitions = Object.values(populations).filter((name) => name !== undefined);
    return recordsRead(library, definitions, elm, valueSets);
  });

const codesShown = 12;

function recordShown({ type, called, codes }: RecordRead, counts: readonly RecordCount[]) {
  const wanted = new Set(codes.map(({ system, code }) => `${system}|${code}`));
  const matching = counts.filter(
    (count) =>
      count.type === type && (called === null || wanted.has(`${count.system}|${count.code}`)),
  );
  const last = matching.map(({ lastMonth }) => lastMonth).toSorted((a, b) => a.localeCompare(b));
  return {
    ...{
      type,
      called,
      codes: codes.slice(0, codesShown),
      codesLeftOut: Math.max(0, codes.length - codesShown),
    },
    recorded: matching.reduce((sum, { count }) => sum + count, 0),
    lastMonth: last.at(-1) ?? null,
  };
}
