import type { Cycle } from './cycle.ts';
import type { ProposalStep } from './proposal-step.ts';

/** What speaks against a decision made further up: a unit's own finding, or another forum's no. */
export type Against =
  | {
      readonly kind: 'found-not-to-work';
      readonly unitId: string;
      readonly cycleId: string;
      readonly threadId: string;
      readonly reason: string;
      readonly at: string;
    }
  | {
      readonly kind: 'declined';
      readonly unitId: string;
      readonly forumId: string;
      readonly proposalId: string;
      readonly reason: string;
      readonly at: string;
    };

/** Levels that do not agree. Both stand; neither overwrites the other. */
export interface Disagreement {
  readonly decided: ProposalStep;
  readonly against: readonly Against[];
}

export interface Told {
  readonly steps: readonly ProposalStep[];
  /** Cycles of the same matter, wherever they were run. */
  readonly cycles: readonly Cycle[];
  readonly unitOfForum: (forumId: string) => string | null;
  /** True when the first unit lies under the second, or is it. */
  readonly isWithin: (unitId: string, scopeId: string) => boolean;
}

/**
 * Where a forum spreads or mandates what a unit under it has tried and dropped, or what a forum under it has declined.
 * A decision that was itself withdrawn later is no longer in force and stands in the route only.
 */
export function disagreements({
  steps,
  cycles,
  unitOfForum,
  isWithin,
}: Told): readonly Disagreement[] {
  return decisionsInForce(steps).flatMap((decided) => {
    const scope = unitOfForum(decided.forumId);
    if (scope === null) return [];
    const below = (unitId: string) => unitId !== scope && isWithin(unitId, scope);
    const against = [...droppedBy(cycles), ...declinedBy(steps, unitOfForum)].filter((one) =>
      below(one.unitId),
    );
    const inOrder = against.toSorted((a, b) => (a.at < b.at ? -1 : 1));
    return inOrder.length === 0 ? [] : [{ decided, against: inOrder }];
  });
}

/** The last word of each proposal, where it is that others shall or should do it. */
function decisionsInForce(steps: readonly ProposalStep[]): readonly ProposalStep[] {
  const last = new Map<string, ProposalStep>();
  for (const step of steps.toSorted((a, b) => a.ledgerSeq - b.ledgerSeq))
    last.set(step.proposalId, step);
  return [...last.values()].filter(
    ({ stateAfter }) => stateAfter === 'spread' || stateAfter === 'mandated',
  );
}

const droppedBy = (cycles: readonly Cycle[]): readonly Against[] =>
  cycles.flatMap(({ verdict, verdictReason, closedAt, unitId, id, threadId }) =>
    verdict === 'dropped' && closedAt !== null
      ? [
          {
            kind: 'found-not-to-work' as const,
            ...{ unitId, threadId, cycleId: id },
            ...{ reason: verdictReason ?? '', at: closedAt },
          },
        ]
      : [],
  );

const declinedBy = (
  steps: readonly ProposalStep[],
  unitOfForum: Told['unitOfForum'],
): readonly Against[] =>
  steps.flatMap(({ stateAfter, forumId, proposalId, reason, at }) => {
    const unitId = unitOfForum(forumId);
    return stateAfter === 'declined' && unitId !== null
      ? [{ kind: 'declined' as const, unitId, forumId, proposalId, reason, at }]
      : [];
  });
