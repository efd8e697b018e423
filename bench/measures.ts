// The library's measures over what was imported: each for 36 months and every unit, three of them beside the same question
// written by hand, and the evaluation of the whole library with roll-up, history, groups and signals.

import type { Program } from '#application';
import { addMonths, monthsFromTo } from '#core';
import { monthPeriods } from '#knowledge';
import { layOutPeriods, monthsOfCare } from '../src/application/evaluate/clinical-questions.ts';
import { compileMeasure } from '../src/application/evaluate/compile-library.ts';
import { type Figure, seconds } from './figure.ts';
import { handWritten } from './hand-written-measures.ts';
import { medianOf } from './machine.ts';

const measureSecondsMax = 2;
const ratioMax = 3;
const months = 36;

interface Timing {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly rows: number;
}

/** Each measure of the library, as the program asks it of the clinical store. */
export async function benchMeasures(program: Program, runs: number): Promise<readonly Figure[]> {
  await layOutMonths(program);
  const figures: Figure[] = [];
  for (const { measure } of program.library.measures) {
    const { aggregateSql } = compileMeasure(program.library, measure, program.timeZone);
    const ours = await timed(program, aggregateSql, runs);
    figures.push(measureFigure(measure.id, ours));
    const byHand = handWritten[measure.id];
    if (byHand !== undefined) figures.push(besideFigure(ours, await timed(program, byHand, runs)));
  }
  return figures;
}

/** Everything that an import sets off, end to end; answers are kept, so a second time changes nothing. */
export async function benchEvaluation(program: Program): Promise<readonly Figure[]> {
  const [cpu, begun] = [process.cpuUsage(), performance.now()];
  const evaluated = await program.evaluate();
  const took = timingSince(begun, cpu);
  const span =
    evaluated.months === null
      ? 0
      : monthsFromTo(evaluated.months.first, evaluated.months.last).length;
  return [
    {
      what: 'evaluation of the whole library',
      found: `${seconds(took.wallSeconds)}, ${seconds(took.cpuSeconds)} of CPU`,
      ...{ budget: '', isWithin: null },
    },
    {
      what: '  of which',
      found: `${evaluated.measures} measures, ${span} months, ${evaluated.changed} results, ${evaluated.signalsAdded} signals`,
      ...{ budget: '', isWithin: null },
    },
  ];
}

async function layOutMonths({ clinical, timeZone }: Program): Promise<void> {
  const care = await monthsOfCare(clinical);
  if (care === null) throw new Error('nothing was imported');
  const first = addMonths(care.last, 1 - months);
  await layOutPeriods(clinical, monthPeriods(monthsFromTo(first, care.last), timeZone));
}

async function timed({ clinical }: Program, sql: string, runs: number): Promise<Timing> {
  const all: Timing[] = [];
  for (let run = 0; run < runs; run++) {
    const [cpu, begun] = [process.cpuUsage(), performance.now()];
    const rows = (await clinical.query(sql)).length;
    all.push({ ...timingSince(begun, cpu), rows });
  }
  return {
    wallSeconds: medianOf(all.map(({ wallSeconds }) => wallSeconds)),
    cpuSeconds: medianOf(all.map(({ cpuSeconds }) => cpuSeconds)),
    rows: all[0]?.rows ?? 0,
  };
}

function timingSince(begun: number, before: NodeJS.CpuUsage): Omit<Timing, 'rows'> {
  const { user, system } = process.cpuUsage(before);
  return { wallSeconds: (performance.now() - begun) / 1000, cpuSeconds: (user + system) / 1e6 };
}

const shown = ({ wallSeconds, cpuSeconds, rows }: Timing): string =>
  `${seconds(wallSeconds)}, ${seconds(cpuSeconds)} of CPU, ${rows} rows`;

const measureFigure = (id: string, ours: Timing): Figure => ({
  what: `${id}, ${months} months, every unit`,
  found: shown(ours),
  budget: `≤ ${measureSecondsMax} s`,
  isWithin: ours.wallSeconds <= measureSecondsMax,
});

function besideFigure(ours: Timing, byHand: Timing): Figure {
  const ratio = ours.cpuSeconds / byHand.cpuSeconds;
  return {
    what: '  by hand, and how many times its CPU time',
    found: `${shown(byHand)}; ${ratio.toFixed(2)} times`,
    budget: `≤ ${ratioMax} times`,
    isWithin: ratio <= ratioMax,
  };
}
