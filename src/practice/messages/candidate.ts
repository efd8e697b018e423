import type { MessageType, Month, Text } from '#core';
import type { ChallengeOutcome } from '../challenge.ts';

/** Steps of a cycle or of an adoption that somebody has to take; a thread waits for other things too: data, or a first look at a signal. */
export const stepsWaitedFor = [
  'a-decision',
  'a-cycle',
  'the-change',
  'the-effect',
  'a-verdict',
  'a-fidelity-check',
  'a-stage',
] as const;
export type StepWaitedFor = (typeof stepsWaitedFor)[number];

/** Where the one next step leads. */
export type MessageStep =
  | { readonly page: 'thread'; readonly id: string }
  | { readonly page: 'cycle' | 'adoption' | 'advice'; readonly id: string }
  | { readonly page: 'measure' };

/** What the sentence of a message is made from; never anything that a person wrote. Values are on the measure's display scale. */
export type MessageFacts =
  | {
      readonly type: 'concern' | 'improvement';
      readonly month: Month;
      readonly firstMonth: Month;
      readonly value: number | null;
      readonly centre: number | null;
    }
  | {
      readonly type: 'target-missed' | 'target-met';
      readonly month: Month;
      readonly value: number;
      readonly target: number;
      /** Months in a row up to this one that missed, or met, the target. */
      readonly months: number;
    }
  | {
      readonly type: 'unlike-others';
      readonly value: number;
      readonly others: number;
      readonly units: number;
      readonly side: 'above' | 'below';
      /** What being on that side means for a measure of this direction. */
      readonly meaning: 'better' | 'worse';
    }
  | {
      readonly type: 'step-due';
      readonly waitingFor: StepWaitedFor;
      readonly since: string;
      readonly days: number;
    }
  | {
      readonly type: 'effect-told';
      readonly reading: 'better' | 'worse' | 'uncertain' | 'changed';
      readonly difference: number;
      readonly lower95: number;
      readonly upper95: number;
      readonly startMonth: Month;
    }
  | {
      readonly type: 'number-disputed';
      readonly firstMonth: Month;
      readonly lastMonth: Month;
      readonly days: number;
    }
  | {
      readonly type: 'dispute-answered';
      readonly outcome: ChallengeOutcome;
      readonly firstMonth: Month;
      readonly lastMonth: Month;
    }
  | {
      readonly type: 'data-doubted';
      readonly checkId: string;
      readonly month: Month;
      /** Share of the records that did not pass, 0…1. */
      readonly share: number;
      readonly days: number;
    }
  | {
      readonly type: 'advice-drifts';
      /** The rule's title, as the library has it. */
      readonly rule: Text;
      readonly firstMonth: Month;
    };

/** Something that could be said about a unit, before anybody has asked to whom. */
export interface Candidate {
  /** The same matter has the same key in every period. */
  readonly key: string;
  readonly type: MessageType;
  readonly unitId: string;
  /** Null for a matter that no measure shows. */
  readonly measureId: string | null;
  readonly threadId: string | null;
  /** The forum whose turn it is; null when it is nobody's in particular. */
  readonly forumId: string | null;
  readonly ownerId: string | null;
  /** When it could first be known. */
  readonly since: string;
  /** How large it is, 0…1; what that means is said by the kind of message. */
  readonly size: number;
  readonly facts: MessageFacts;
  readonly step: MessageStep;
}

/** A signal as far as a message about it needs to know. */
export interface SignalInHand {
  readonly reading: 'improvement' | 'concern' | 'neutral';
  readonly firstMonth: Month;
  /** When a rule was first complete, and the last month that belongs to the pattern. */
  readonly month: Month;
  readonly lastMonth: Month;
  readonly threadId: string | null;
  readonly ownerId: string | null;
}
