import type { Problem } from '#core';
import { structureProblems } from './check-structure.ts';
import { type CaseRun, type FictiveCase, runCases } from './fictive-case.ts';
import type { DecisionRule, Structure } from './structure.ts';
import { unknownInRules } from './unknown-names.ts';

/** What a change of rules would do, before it is made. */
export interface RulesChange {
  /** What could no longer work: names there are none of, contradictions, silence, loops. Empty when it may be made. */
  readonly problems: readonly Problem[];
  /** The fictive cases that pass now and would no longer. */
  readonly moved: readonly CaseRun[];
}

/** Looks at rules beforehand; what is wrong already is not held against the change. */
export function lookAtRules(
  structure: Structure & { readonly cases: readonly FictiveCase[] },
  rules: readonly DecisionRule[],
): RulesChange {
  const changed = { ...structure, rules };
  const unknown = unknownInRules(changed);
  if (unknown.length > 0) return { problems: unknown, moved: [] };
  const before = new Set(structureProblems(structure).map(markOf));
  const passing = new Set(
    runCases(structure, structure.cases).flatMap((run) => (run.passed ? [run.case.id] : [])),
  );
  return {
    problems: structureProblems(changed).filter((one) => !before.has(markOf(one))),
    moved: runCases(changed, structure.cases).filter(
      (run) => !run.passed && passing.has(run.case.id),
    ),
  };
}

const markOf = ({ code, where }: Problem): string => `${code} ${where}`;
