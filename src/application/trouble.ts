import { ProblemError, problem } from '#core';
import { grantedBy, type Right, seatFor } from '#organisation';
import type { Ruling } from '#practice';

/** What was asked for does not exist. */
export class NotFound extends ProblemError {
  override readonly name = 'NotFound';
}

/** The person may not do this here; says who may. */
export class NotAllowed extends ProblemError {
  override readonly name = 'NotAllowed';
  /** Roles, and the seat in the forum that would do. */
  readonly grantedBy: readonly string[];

  constructor(right: Right, unitId: string) {
    const seat = seatFor(right);
    const granted = [...grantedBy(right), ...(seat === null ? [] : [`forum-${seat}`])];
    super(
      problem(
        'not-allowed',
        `Your role does not give you the right to do this (${right}) here.`,
        `Ask someone who may: ${granted.join(', ')}.`,
        unitId,
      ),
    );
    this.grantedBy = granted;
  }
}

/** It cannot be done as things stand now; somebody else may have been first. */
export class Conflict extends ProblemError {
  override readonly name = 'Conflict';
}

export const notFound = (what: string, id: string): NotFound =>
  new NotFound(
    problem(
      `${what}-not-found`,
      `There is no ${what} with the id '${id}'.`,
      'Follow a link from a page, or check the address.',
      id,
    ),
  );

/** What the rules of practice allow; a refusal ends the command as a conflict with the present state. */
export function permitted<T>(ruling: Ruling<T>): T {
  if (ruling.kind === 'refused') throw new Conflict(ruling.problem);
  return ruling.next;
}

export function found<T>(value: T | null | undefined, what: string, id: string): T {
  if (value === null || value === undefined) throw notFound(what, id);
  return value;
}
