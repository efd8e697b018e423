import { type Estimate, estimate, groupBy, notEstimable } from '#core';
import { mean, quantile, standardDeviation, tQuantile } from '#statistics';
import type { FictiveCase } from '../decision-rights/fictive-case.ts';
import type { Structure } from '../decision-rights/structure.ts';
import type { Forum } from '../forum.ts';
import { offeredLoads, type QueueNetwork, visitsPerDay } from './queue-network.ts';
import { type NetworkRun, runNetwork } from './run-network.ts';
import { structureNetwork } from './structure-network.ts';

export interface LoadRequest {
  readonly structure: Structure;
  /** What is raised, and how often a year in each forum of the kind: the cases' own `perYear`. */
  readonly cases: readonly FictiveCase[];
  /** How many times as many matters as the cases say; 1 for as many. */
  readonly factor: number;
  readonly years: number;
  /** How many times it is run, each time with other chance. */
  readonly runs: number;
  /** A stream of numbers from 0 up to, not including, 1, for a run and a place in it. */
  readonly streamOf: (run: number, index: number) => () => number;
}

/** A mean over runs with the interval that holds it in 95 of 100 simulations. */
export interface Simulated {
  readonly mean: number;
  readonly low95: number;
  readonly high95: number;
}

export interface ForumLoad {
  readonly forumId: string;
  /** Matters that come here in a year, by the rules. */
  readonly perYear: number;
  /** Arrivals over capacity: from 1 on the queue grows without end. */
  readonly load: number;
  /** Days until the meeting that takes a matter up. */
  readonly waitDays: Estimate<Simulated>;
  /** Nine in ten wait no longer, in days. */
  readonly wait90Days: Estimate<number>;
  /** Matters waiting, averaged over time. */
  readonly meanQueue: number;
}

export interface StructureLoad {
  /** In the order of the structure; forums that nothing comes to are left out. */
  readonly forums: readonly ForumLoad[];
  /** Days from raising to decision, over all matters. */
  readonly throughDays: Estimate<Simulated>;
  /** Raised in a year. */
  readonly perYear: number;
  /** The forum with the highest load; null where nothing is raised. */
  readonly bottleneckForumId: string | null;
  /** Cases that no route decides; they are not in the simulation. */
  readonly leftOut: readonly string[];
}

const daysPerYear = 365.25;
/** What is in the queues at the start is nobody's real backlog: a first year is not counted. */
const warmUpYears = 1;

/**
 * How a structure bears its load: matters arise by chance at the pace the cases name, go where the rules send them, and
 * wait for forums that meet by their cadence and have time for so many. Same streams, same answer.
 *
 * @throws RangeError when years or runs are not positive
 * @see docs/methods/forum-load.md
 */
export function structureLoad(request: LoadRequest): StructureLoad {
  const { structure, years, runs, streamOf } = request;
  if (!(years > 0) || !(runs >= 2))
    throw new RangeError(`structureLoad: ${years} years and ${runs} runs; two runs are needed`);
  const { network, leftOut } = structureNetwork(request);
  const done = Array.from({ length: runs }, (_, run) =>
    runNetwork(network, {
      days: (warmUpYears + years) * daysPerYear,
      warmUpDays: warmUpYears * daysPerYear,
      streamOf: (index) => streamOf(run, index),
    }),
  );
  const loads = offeredLoads(network);
  const forums = structure.forums.flatMap((forum, i) =>
    forumLoad(network, { forum, i, done, loads }),
  );
  const busiest = forums.toSorted((a, b) => b.load - a.load)[0];
  return {
    forums,
    throughDays: overRuns(done.map(({ throughDays }) => throughDays.flat())),
    perYear: network.flows.reduce((sum, { perDay }) => sum + perDay, 0) * daysPerYear,
    bottleneckForumId: busiest?.forumId ?? null,
    leftOut,
  };
}

/** Is this little enough to be simulated while somebody waits? The number of visits that all runs would have. */
export function expectedVisits(request: LoadRequest): number {
  const { network } = structureNetwork(request);
  return visitsPerDay(network) * (warmUpYears + request.years) * daysPerYear * request.runs;
}

interface Counted {
  readonly forum: Forum;
  readonly i: number;
  readonly done: readonly NetworkRun[];
  readonly loads: readonly number[];
}

function forumLoad(network: QueueNetwork, { forum, i, done, loads }: Counted): ForumLoad[] {
  const visits = network.flows.map(
    ({ path, perDay }) => perDay * path.filter((at) => at === i).length,
  );
  const perDay = visits.reduce((sum, some) => sum + some, 0);
  if (perDay === 0) return [];
  const stations = done.flatMap(({ stations: all }) => all[i] ?? []);
  const waits = stations.map(({ waits: some }) => some);
  const everyWait = waits.flat();
  return [
    {
      forumId: forum.id,
      perYear: perDay * daysPerYear,
      load: loads[i] ?? 0,
      waitDays: overRuns(waits),
      wait90Days:
        everyWait.length === 0 ? notEstimable('no-matters') : estimate(quantile(everyWait, 0.9)),
      meanQueue: mean(stations.map(({ meanQueue }) => meanQueue)),
    },
  ];
}

/** The mean of the runs' means, each run one independent observation, with the interval of Student's t. */
function overRuns(runs: readonly (readonly number[])[]): Estimate<Simulated> {
  const means = runs.filter((some) => some.length > 0).map(mean);
  if (means.length < 2) return notEstimable('no-matters');
  const centre = mean(means);
  const half =
    (tQuantile(0.975, means.length - 1) * standardDeviation(means)) / Math.sqrt(means.length);
  return estimate({ mean: centre, low95: Math.max(0, centre - half), high95: centre + half });
}

export interface KindLoad {
  readonly kind: string;
  readonly forums: number;
  readonly perYear: number;
  /** The highest load of a forum of the kind. */
  readonly highestLoad: number;
  /** Days a matter waits, over all forums of the kind; null where nothing comes. */
  readonly waitDays: number | null;
}

/** The load of each kind of forum: what stands side by side when two structures are compared. */
export function loadByKind(structure: Structure, load: StructureLoad): readonly KindLoad[] {
  const kindOf = new Map(structure.forums.map(({ id, kind }) => [id, kind]));
  const byKind = groupBy(load.forums, ({ forumId }) => kindOf.get(forumId) ?? '');
  return structure.forumKinds.map(({ id }) => {
    const some = byKind.get(id) ?? [];
    const perYear = some.reduce((sum, one) => sum + one.perYear, 0);
    const waits = some.flatMap(({ waitDays, perYear: n }) =>
      waitDays.kind === 'estimate' ? [{ n, days: waitDays.value.mean }] : [],
    );
    const waited = waits.reduce((sum, { n }) => sum + n, 0);
    return {
      kind: id,
      forums: some.length,
      perYear,
      highestLoad: Math.max(0, ...some.map((one) => one.load)),
      waitDays: waited === 0 ? null : waits.reduce((s, { n, days }) => s + n * days, 0) / waited,
    };
  });
}
