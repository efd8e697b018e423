import { type Month, problem } from '#core';
import { allowed, type Ruling, refused } from './ruling.ts';

/** What came of a dispute. */
export type ChallengeOutcome = 'recording-error' | 'definition-changed' | 'number-stands';

/** A number that is disputed, by a person or by a check of the data, until somebody has concluded. */
export interface Challenge {
  readonly id: string;
  readonly threadId: string;
  readonly unitId: string;
  /** What is disputed: a measure's number, or what a check found. */
  readonly about:
    | { readonly kind: 'measure'; readonly measureId: string }
    | { readonly kind: 'check'; readonly checkId: string };
  readonly firstMonth: Month;
  readonly lastMonth: Month;
  /** The number as it was when it was disputed; null where there is none. */
  readonly said: number | null;
  readonly dataVersion: string | null;
  readonly definitionVersion: string | null;
  /** What the person thinks is wrong; empty when a check raised it. */
  readonly text: string;
  /** What the check found last; null when a person raised it. */
  readonly found: FoundByCheck | null;
  /** Null when a check raised it. */
  readonly raisedBy: string | null;
  readonly raisedAt: string;
  /** Somebody in the support unit, where there is one. */
  readonly ownerId: string | null;
  readonly conclusion: Conclusion | null;
}

/** Bad rows among those that were looked at, and the kinds of record; no kind means all together. */
export interface FoundByCheck {
  readonly bad: number;
  readonly checked: number;
  readonly subjects: readonly string[];
}

export interface Conclusion {
  readonly outcome: ChallengeOutcome;
  /** Why, in plain words: it stays on the chart. */
  readonly because: string;
  readonly by: string;
  readonly at: string;
}

/** A dispute is concluded once; what was concluded stays. */
export const conclude = (challenge: Challenge, conclusion: Conclusion): Ruling<Challenge> =>
  challenge.conclusion !== null
    ? refused(
        problem(
          'challenge-concluded',
          'This number has been looked into already.',
          'Read what came of it, and dispute the number anew if there is something new.',
          challenge.id,
        ),
      )
    : allowed({ ...challenge, ownerId: challenge.ownerId ?? conclusion.by, conclusion });
