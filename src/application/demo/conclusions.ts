import { addMonths, messageTypes } from '#core';
import {
  type ConcludedEffect,
  type ConcludedGap,
  type ConcludedIntervention,
  type Conclusions,
  monthsToFind,
} from '#data';
import {
  addUp,
  compareGroup,
  firstComparedMonth,
  type GroupTotal,
  isGap,
  unitsBeside,
} from '#knowledge';
import type { UnitTree } from '#organisation';

import {
  allSignals,
  changesBegunEverywhere,
  type Database,
  type GroupResult,
  groupResults,
  lastEvaluation,
  type MeasureResult,
  measuresInUse,
  resultsOfUnits,
} from '#store';
import { type Application, organisationInForce } from '../context.ts';
import { effectOfAdvice } from '../decision-support/effect-of-advice.ts';
import { estimateEffect } from '../effect/estimate-effect.ts';
import { effectOfType } from '../messages/effect-of-type.ts';
import type { Program } from '../program/open-program.ts';

/** Everything the program has concluded, read from where its pages read it. */
export async function conclusionsOf(application: Program): Promise<Conclusions> {
  const { db } = application;
  const { tree } = await organisationInForce(db);
  const leaves = tree.units.filter(({ id }) => (tree.below.get(id) ?? []).length === 0);
  const results = await resultsOfUnits(
    db,
    leaves.map(({ id }) => id),
  );
  return {
    signals: (await allSignals(db)).map(({ measureId, unitId, month, reading, cautions }) => ({
      ...{ measure: measureId, unit: unitId, month, reading },
      cautions: cautions.map(({ code }) => code),
    })),
    effects: await effectsOf(application),
    unusual: await unusualUnits(db, tree, results),
    gaps: await gapsAtTheTop(db, tree),
    interventions: [...(await judgedRules(application)), ...(await judgedMessages(db))],
    charts: chartsOf(results),
  };
}

async function judgedRules(program: Program): Promise<readonly ConcludedIntervention[]> {
  const judged: ConcludedIntervention[] = [];
  for (const { rule } of program.library.rules) {
    const measure = program.library.measures.find(
      (one) => one.measure.id === rule.measure,
    )?.measure;
    if (measure === undefined) continue;
    const effect = await effectOfAdvice(program, program.clinicalSide, {
      ruleId: rule.id,
      measure,
    });
    if (effect.kind === 'not-estimable') continue;
    const { difference, lower95, upper95, reading } = effect;
    judged.push({ kind: 'decision-rule', subject: rule.id, difference, lower95, upper95, reading });
  }
  return judged;
}

async function judgedMessages(db: Database): Promise<readonly ConcludedIntervention[]> {
  const measures = await measuresInUse(db);
  const judged: ConcludedIntervention[] = [];
  for (const subject of messageTypes) {
    const effect = await effectOfType(db, subject, measures);
    if (effect.kind === 'not-estimable') continue;
    const { difference, lower95, upper95, reading } = effect;
    judged.push({ kind: 'message', subject, difference, lower95, upper95, reading });
  }
  return judged;
}

async function effectsOf({ db, clock }: Application): Promise<readonly ConcludedEffect[]> {
  const effects: ConcludedEffect[] = [];
  for (const cycle of await changesBegunEverywhere(db)) {
    const effect = await estimateEffect(db, cycle, clock());
    if (effect.kind === 'not-estimable' || cycle.startMonth === null) continue;
    const inTime = await estimateEffect(db, cycle, addMonths(cycle.startMonth, monthsToFind + 1));
    const { difference, lower95, upper95, reading } = effect;
    const { measureId: measure, unitId: unit, startMonth } = cycle;
    const readingInTime = inTime.kind === 'not-estimable' ? null : inTime.reading;
    const interval = { difference, lower95, upper95 };
    effects.push({ measure, unit, startMonth, ...interval, reading, readingInTime });
  }
  return effects;
}

async function unusualUnits(db: Database, tree: UnitTree, results: readonly MeasureResult[]) {
  const [measures, evaluation] = await Promise.all([measuresInUse(db), lastEvaluation(db)]);
  if (evaluation === null) return [];
  const levels = new Set(tree.units.map(({ level }) => level));
  return [...measures.values()].flatMap((measure) =>
    [...levels].flatMap((level) => {
      const compared = tree.units.filter((unit) => unit.level === level).map(({ id }) => id);
      const own = results.filter(
        (one) => one.measureId === measure.id && compared.includes(one.unitId),
      );
      const first = firstComparedMonth(own, evaluation.lastMonth);
      const recent = own.filter(({ month }) => month >= first);
      const totals = compared.map((unitId) => ({
        unitId,
        ...addUp(recent.filter((one) => one.unitId === unitId)),
      }));
      return unitsBeside(measure, totals).units.flatMap(({ unitId, funnel }) =>
        funnel === 'above' || funnel === 'below'
          ? [{ measure: measure.id, unit: unitId, place: funnel }]
          : [],
      );
    }),
  );
}

async function gapsAtTheTop(db: Database, tree: UnitTree): Promise<readonly ConcludedGap[]> {
  const measures = await measuresInUse(db);
  const tops = tree.units.filter(({ parentId }) => parentId === null);
  const gaps: ConcludedGap[] = [];
  for (const { id: unit } of tops) {
    const totals = await groupResults(db, unit);
    for (const group of totals) {
      const measure = measures.get(group.measureId);
      if (measure === undefined || measure.scoring === 'ratio') continue;
      const others = othersThan(group, totals);
      const { scoring } = measure;
      const plain = compareGroup(totalOf(group), others, { scoring, comparisons: 1 });
      const strict = compareGroup(totalOf(group), others, { scoring, comparisons: totals.length });
      if (plain.kind === 'not-estimable' || strict.kind === 'not-estimable') continue;
      const { difference, lower: lower95, upper: upper95 } = plain.value;
      gaps.push({
        ...{ measure: measure.id, unit, group: group.groupId },
        ...{ difference, lower95, upper95, named: isGap(strict.value) },
      });
    }
  }
  return gaps;
}

const totalOf = ({ groupId, numerator, denominator, sumOfSquares }: GroupResult): GroupTotal => ({
  group: groupId,
  ...{ numerator, denominator, sumOfSquares },
});

/** Everybody else in the same measure and grouping, together. */
function othersThan(group: GroupResult, all: readonly GroupResult[]): GroupTotal {
  const others = all.filter(
    ({ measureId, groupingId, groupId }) =>
      measureId === group.measureId && groupingId === group.groupingId && groupId !== group.groupId,
  );
  return { group: 'others', ...addUp(others.map((one) => ({ ...one, month: '' }))) };
}

function chartsOf(results: readonly MeasureResult[]): Conclusions['charts'] {
  const months = new Map<string, { measure: string; unit: string; months: number }>();
  for (const { measureId, unitId, denominator } of results) {
    if (denominator <= 0) continue;
    const key = `${unitId}\n${measureId}`;
    const chart = months.get(key) ?? { measure: measureId, unit: unitId, months: 0 };
    chart.months += 1;
    months.set(key, chart);
  }
  return [...months.values()];
}
