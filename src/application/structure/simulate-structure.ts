import type { Estimate } from '#core';
import { ProblemError, problem } from '#core';
import { openStream } from '#data';
import {
  expectedVisits,
  type ForumLoad,
  type LoadRequest,
  loadByKind,
  type Simulated,
  type StructureLoad,
  structureLoad,
} from '#organisation';
import type { TestedStructure } from './read-structure.ts';

export interface SimulationWanted {
  readonly seed: number;
  readonly years: number;
  readonly runs: number;
  /** How many times as many matters as the cases say. */
  readonly factor: number;
}

/** As many visits as a server may simulate while somebody waits: about a second. */
export const visitsWhileWaiting = 400_000;

/** The load of a structure by its own cases; the same seed gives the same answer. */
export function simulateStructure(
  structure: TestedStructure,
  wanted: SimulationWanted,
  visitsAllowed: number = visitsWhileWaiting,
): StructureLoad {
  const { seed, years, runs, factor } = wanted;
  const request: LoadRequest = {
    ...{ structure, cases: structure.cases, factor, years, runs },
    // A million places for each run: no run shares a stream with another.
    streamOf: (run, index) => openStream(seed, run * 1_000_000 + index),
  };
  const visits = expectedVisits(request);
  if (visits > visitsAllowed) throw tooLong(visits, visitsAllowed);
  return structureLoad(request);
}

const tooLong = (visits: number, allowed: number): ProblemError =>
  new ProblemError(
    problem(
      'simulation-too-long',
      `This simulation would follow about ${Math.round(visits)} visits to forums; ${allowed} are allowed.`,
      'Simulate fewer years or runs, or fewer matters.',
      'years',
      { visits: Math.round(visits), allowed },
    ),
  );

/** One structure's load, or two side by side, as lines for people. */
export function loadLines(
  structure: TestedStructure,
  load: StructureLoad,
  beside: { readonly structure: TestedStructure; readonly load: StructureLoad } | null,
): readonly string[] {
  return [
    ...load.forums.map((forum) => forumLine(structure, forum)),
    ...summaryLines(structure, load),
    ...(beside === null
      ? []
      : [
          '',
          'beside',
          ...summaryLines(beside.structure, beside.load),
          '',
          ...kindLines(structure, load, beside),
        ]),
  ];
}

function forumLine(structure: TestedStructure, forum: ForumLoad): string {
  const name = structure.forums.find(({ id }) => id === forum.forumId)?.name.en ?? forum.forumId;
  return `${name}: ${forum.perYear.toFixed(0)} a year, ${percent(forum.load)} of its time, waits ${days(forum.waitDays)}, ${forum.meanQueue.toFixed(1)} waiting`;
}

function summaryLines({ forums }: TestedStructure, load: StructureLoad): readonly string[] {
  const { throughDays, perYear, bottleneckForumId, leftOut } = load;
  const bottleneck = forums.find(({ id }) => id === bottleneckForumId);
  const share = load.forums.find(({ forumId }) => forumId === bottleneckForumId)?.load ?? 0;
  return [
    `${perYear.toFixed(0)} matters a year, ${days(throughDays)} from raising to decision`,
    ...(bottleneck === undefined
      ? []
      : [`bottleneck: ${bottleneck.name.en}, ${percent(share)} of its time`]),
    ...(share >= 1 ? ['its queue grows without end: more comes than it has time for'] : []),
    ...(leftOut.length === 0 ? [] : [`left out, no rule decides them: ${leftOut.join(', ')}`]),
  ];
}

function kindLines(
  structure: TestedStructure,
  load: StructureLoad,
  beside: { readonly structure: TestedStructure; readonly load: StructureLoad },
): readonly string[] {
  const others = loadByKind(beside.structure, beside.load);
  return loadByKind(structure, load).map((kind) => {
    const other = others.find((one) => one.kind === kind.kind);
    const told = ({ waitDays, highestLoad }: typeof kind) =>
      waitDays === null
        ? 'nothing'
        : `${waitDays.toFixed(1)} days, at most ${percent(highestLoad)} of its time`;
    return `${kind.kind}: ${told(kind)} | ${other === undefined ? 'none' : told(other)}`;
  });
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

const days = (waits: Estimate<Simulated>): string =>
  waits.kind === 'estimate'
    ? `${waits.value.mean.toFixed(1)} days (95 % interval ${waits.value.low95.toFixed(1)} to ${waits.value.high95.toFixed(1)})`
    : 'nothing';
