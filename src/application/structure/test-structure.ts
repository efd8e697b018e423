import { type CaseRun, type RouteStep, runCases, structureProblems } from '#organisation';
import type { TestedStructure } from './read-structure.ts';

/** How the fictive cases went: for people in lines, for programs as one object. */
export interface StructureTest {
  readonly lines: readonly string[];
  readonly summary: {
    readonly passed: number;
    readonly failed: number;
    readonly problems: readonly { readonly code: string; readonly where: string }[];
    readonly cases: readonly {
      readonly id: string;
      readonly passed: boolean;
      readonly path: readonly { readonly forumId: string; readonly ruleId: string }[];
      readonly ended: 'decided' | 'stuck';
    }[];
  };
}

/** Sends every fictive case through the rules, and looks the structure through for what cannot work. */
export function testStructure(structure: TestedStructure): StructureTest {
  const runs = runCases(structure, structure.cases);
  const problems = structureProblems(structure);
  const failed = runs.filter(({ passed }) => !passed).length;
  const passed = runs.length - failed;
  return {
    lines: [
      ...runs.flatMap(linesOf),
      ...problems.flatMap(({ message, tip, where }) => [`! ${where}: ${message}`, `    ${tip}`]),
      `${passed} passed, ${failed} failed`,
    ],
    summary: {
      ...{ passed, failed },
      problems: problems.map(({ code, where }) => ({ code, where })),
      cases: runs.map((run) => ({
        id: run.case.id,
        passed: run.passed,
        path: run.route.steps.map(({ forumId, ruleId }) => ({ forumId, ruleId })),
        ended: run.route.outcome.kind,
      })),
    },
  };
}

function linesOf(run: CaseRun): readonly string[] {
  const { case: one, route, passed } = run;
  return [
    `${passed ? '✓' : '✗'} ${one.id}: ${one.title.en}`,
    ...route.steps.map((step, i) => `    ${i + 1}. ${stepInWords(step, route.steps[i + 1])}`),
    ...(route.outcome.kind === 'stuck'
      ? [`    ${route.outcome.problem.message}`, `    ${route.outcome.problem.tip}`]
      : []),
    ...(passed ? [] : [`    wanted: ${wanted(run)}; found: ${found(run)}`]),
  ];
}

/** What a forum does with a matter, and which forum has it next. */
function actInWords({ action }: RouteStep, next: RouteStep | undefined): string {
  const whereTo = next?.forumId ?? 'nowhere';
  if (action === 'decide') return 'decides';
  return action === 'support' ? `asks ${whereTo} to prepare it` : `${acts[action]} to ${whereTo}`;
}

const acts = {
  up: 'sends up',
  down: 'sends down',
  sideways: 'hands over sideways',
  back: 'gives back',
} as const;

function stepInWords(step: RouteStep, next: RouteStep | undefined): string {
  return `${step.forumId} ${actInWords(step, next)}, because ${step.because.en} (${step.ruleId})`;
}

const wanted = ({ case: { endsAt, steps } }: CaseRun): string =>
  `decided by ${endsAt} in ${counted(steps)}`;

function found({ route: { outcome, steps } }: CaseRun): string {
  const how = outcome.kind === 'decided' ? 'decided by' : 'stuck at';
  return `${how} ${outcome.forumId} in ${counted(steps.length)}`;
}

const counted = (steps: number): string => (steps === 1 ? '1 step' : `${steps} steps`);
