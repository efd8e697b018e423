import type { Text } from '#core';
import { type Route, routeOf } from './route.ts';
import type { Attributes, Structure } from './structure.ts';

/** A made-up matter with the answer the organisation wants: a test case for its rules. */
export interface FictiveCase {
  readonly id: string;
  readonly title: Text;
  /** The forum where it is raised. */
  readonly raisedAt: string;
  readonly attributes: Attributes;
  readonly concernsUnitId: string | null;
  /** The forum that must decide it. */
  readonly endsAt: string;
  /** How many forums must have had it by then, each time counted, the first and the last included. */
  readonly steps: number;
  /** How often a year a matter like it is raised in each forum of that kind; the simulation of load uses it. */
  readonly perYear: number;
}

/** How a fictive case went. */
export interface CaseRun {
  readonly case: FictiveCase;
  readonly route: Route;
  readonly passed: boolean;
}

export const runCases = (structure: Structure, cases: readonly FictiveCase[]): readonly CaseRun[] =>
  cases.map((one) => runCase(structure, one));

function runCase(structure: Structure, one: FictiveCase): CaseRun {
  const { raisedAt, attributes, concernsUnitId, endsAt, steps } = one;
  const start = structure.forums.find(({ id }) => id === raisedAt);
  if (start === undefined) throw new RangeError(`runCases: there is no forum ${raisedAt}`);
  const route = routeOf(structure, { attributes, unitId: start.unitId, concernsUnitId }, raisedAt);
  const { outcome } = route;
  const arrived = outcome.kind === 'decided' && outcome.forumId === endsAt;
  return { case: one, route, passed: arrived && route.steps.length === steps };
}
