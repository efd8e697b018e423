import { type Problem, problem } from '#core';
import type { Cycle } from '../cycle.ts';
import type { ProposalOrigin } from '../proposal.ts';
import { allowed, type Ruling, refused } from '../ruling.ts';
import type { CarriedRule } from './carried-rule.ts';
import { type Parameter, parameterTrouble } from './parameter.ts';

/** What must stay, or it is another practice. */
export interface Essential {
  readonly id: string;
  readonly text: string;
}

/** Everything a version of a practice says. Once made it is never changed: a new thought is a new version. */
export interface PracticeContent {
  readonly title: string;
  readonly summary: string;
  readonly essentials: readonly Essential[];
  readonly parameters: readonly Parameter[];
  /** Advice at the point of care that belongs to it; null where there is none. */
  readonly rule: CarriedRule | null;
  /** The first is the one the effect is judged by. */
  readonly measureIds: readonly string[];
  readonly handbook: string;
  readonly evidence: string;
  /** 'YYYY-MM-DD': last day on which it may be taken up; null while none is set. */
  readonly expiresOn: string | null;
}

export interface PracticeVersion extends PracticeContent {
  readonly practiceId: string;
  /** 1, 2, 3 … */
  readonly version: number;
  readonly madeBy: string;
  readonly madeAt: string;
  readonly withdrawnAt: string | null;
  readonly withdrawnReason: string | null;
}

/** A way of working that others can take up. */
export interface Practice {
  readonly id: string;
  /** Where it comes from; for one brought from outside, the unit that brought it. */
  readonly unitId: string;
  readonly threadId: string;
  /** The cycle it grew from; null when it was brought from outside. */
  readonly cycleId: string | null;
  /** Where the thought behind it first came from. */
  readonly origin: ProposalOrigin;
  readonly ownerId: string;
  readonly madeAt: string;
  /** Since when it lies on the commons for other units; null while it does not. */
  readonly offeredAt: string | null;
}

/** Only what was tried and kept, as it was or adapted, is worth passing on. */
export function mayBecomePractice(cycle: Cycle): Ruling<Cycle> {
  if (cycle.state === 'closed' && cycle.verdict !== 'dropped') return allowed(cycle);
  return refused(
    cycle.state === 'closed'
      ? problem(
          'cycle-not-kept',
          'This change was dropped; a practice is made from one that was kept or adapted.',
          'Start a new cycle with another change.',
          cycle.id,
        )
      : problem(
          'cycle-without-verdict',
          `This cycle is ${cycle.state}; a practice is made from a cycle with its verdict.`,
          'Finish it first.',
          cycle.id,
        ),
  );
}

/** A version that can be read and judged: something that must stay, something to judge it by, ranges that hold. */
export function contentRuling(
  content: PracticeContent,
  { asOf, where }: { readonly asOf: string; readonly where: string },
): Ruling<PracticeContent> {
  const trouble =
    emptyTrouble(content, where) ??
    parameterTrouble(content.parameters) ??
    expiryTrouble(content, asOf);
  return trouble === null ? allowed(content) : refused(trouble);
}

function emptyTrouble({ essentials, measureIds }: PracticeContent, where: string): Problem | null {
  if (essentials.length === 0)
    return problem(
      'practice-without-essentials',
      'The practice names nothing that must stay.',
      'Name at least one essential: without it nobody can tell whether a unit still works this way.',
      where,
    );
  if (measureIds.length === 0)
    return problem(
      'practice-without-measure',
      'The practice names no measure.',
      'Choose the measure by which its effect is judged.',
      where,
    );
  return null;
}

function expiryTrouble({ expiresOn }: PracticeContent, asOf: string): Problem | null {
  if (expiresOn === null || expiresOn >= asOf.slice(0, 10)) return null;
  return problem(
    'expiry-past',
    `The practice would have expired on ${expiresOn}, before it is made.`,
    'Choose a later day, or none.',
    'expiresOn',
    { day: expiresOn },
  );
}

/** Withdrawn: nobody takes it up any more; those who have it keep it until they stop. */
export function withdraw(
  version: PracticeVersion,
  { reason, at }: { readonly reason: string; readonly at: string },
): Ruling<PracticeVersion> {
  if (version.withdrawnAt !== null) return refused(withdrawnProblem(version));
  return allowed({ ...version, withdrawnAt: at, withdrawnReason: reason });
}

/** The newest version that may be taken up on this day; null when there is none. */
export const versionInForce = (
  versions: readonly PracticeVersion[],
  asOf: string,
): PracticeVersion | null =>
  versions
    .toSorted((a, b) => b.version - a.version)
    .find((version) => mayBeTakenUp(version, asOf).kind === 'allowed') ?? null;

/** A withdrawn or expired version is not taken up. */
export function mayBeTakenUp(version: PracticeVersion, asOf: string): Ruling<PracticeVersion> {
  if (version.withdrawnAt !== null) return refused(withdrawnProblem(version));
  const { expiresOn } = version;
  if (expiresOn === null || expiresOn >= asOf.slice(0, 10)) return allowed(version);
  return refused(
    problem(
      'practice-expired',
      `Version ${version.version} of '${version.title}' expired on ${expiresOn}.`,
      'Choose a version in force, or ask the owner to look it over and make a new one.',
      version.practiceId,
      { version: version.version, title: version.title, day: expiresOn },
    ),
  );
}

const withdrawnProblem = ({
  version,
  title,
  withdrawnAt,
  withdrawnReason,
  practiceId,
}: PracticeVersion) =>
  problem(
    'practice-withdrawn',
    `Version ${version} of '${title}' was withdrawn on ${withdrawnAt?.slice(0, 10) ?? ''}: ${withdrawnReason ?? ''}`,
    'Choose a version in force, or ask the owner for a new one.',
    practiceId,
    {
      ...{ version, title, day: withdrawnAt?.slice(0, 10) ?? '' },
      reason: withdrawnReason ?? '',
    },
  );
