import type { MessageType, Text } from '#core';
import type { DecisionRule } from '#organisation';
import type {
  BalanceAims,
  ChangeEstimate,
  Criterion,
  Direction,
  EffectReason,
  MessageTypeSetting,
  MessageWeights,
  RecipientKind,
  RuleSetting,
  SpreadRecord,
} from '#practice';

/** What an entry holds beside people's own words. */
export interface EntryDetail {
  /** A decision's or a verdict's outcome. */
  readonly outcome?: string;
  readonly ownerId?: string;
  /** The forum that has the proposal after the decision. */
  readonly nowAtForum?: string;
  /** Which way a proposal was handed over, by which rule, and why. */
  readonly direction?: Direction;
  readonly ruleId?: string;
  readonly because?: Text;
  readonly origin?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** A member's own points by criterion; no page shows them before the scores are open. */
  readonly points?: Readonly<Record<string, number>>;
  readonly tally?: RecordedTally;
  readonly quorum?: { readonly needed: number; readonly takingPart: number };
  readonly criteria?: readonly Criterion[];
  readonly dotsEach?: number;
  /** Dots by proposal. */
  readonly dots?: Readonly<Record<string, number>>;
  readonly proposals?: readonly string[];
  readonly effect?: RecordedEffect;
  /** A keyed hash of the patient's id whose record was read. */
  readonly patientMark?: string;
  /** What happened to a practice or to an adoption. */
  readonly spread?: SpreadRecord;
  /** How a decision-support rule works in the unit from this entry on. */
  readonly ruleSetting?: RuleSetting & {
    readonly ruleId: string;
    /** The adoption that switched the rule on. */
    readonly adoptionId?: string | null;
    /** The first month in which it speaks, when that lay ahead. */
    readonly fromMonth?: string | null;
  };
  /** A decision-support rule that was switched off because a newer version of its practice does not bring it. */
  readonly ruleLeft?: string;
  /** A program at the point of care that is trusted from this entry on, or no longer. */
  readonly issuer?: string;
  /** A safety alert, by our own id, and the role it is for. */
  readonly alert?: { readonly id: string; readonly role: string };
  /** The instruments a patient is invited to. */
  readonly instruments?: readonly string[];
  /** Whether the unit uses an instrument from this entry on. */
  readonly instrument?: { readonly id: string; readonly inUse: boolean };
  /** A decision rule before and after a change; null where there was or is none. */
  readonly rule?: { readonly before: DecisionRule | null; readonly after: DecisionRule | null };
  /** Fictive cases that a change of rules moves, knowingly. */
  readonly movedCases?: readonly string[];
  /** Where a fictive case must end from this entry on. */
  readonly expected?: { readonly caseId: string; readonly endsAt: string; readonly steps: number };
  /** Minutes: the day of the meeting, and who was there. */
  readonly heldOn?: string;
  readonly presentIds?: readonly string[];
  /** Where the organisation wants its balance to be, from this entry on. */
  readonly balance?: BalanceAims;
  /** Messages that were told, mailed, read or acted on, by id. */
  readonly messages?: readonly string[];
  readonly messagesTo?: { readonly kind: RecipientKind; readonly id: string };
  /** The number of the entry by which somebody took a message's next step. */
  readonly actSeq?: number;
  readonly messageWeights?: MessageWeights;
  readonly messageType?: MessageTypeSetting & { readonly type: MessageType };
}

/** What the scores came to when they were opened, 0…10. */
export interface RecordedTally {
  readonly weighted: number | null;
  readonly counted: number;
  readonly notCounted: number;
  readonly members: number;
}

/** An estimate as it was said, with the data it rested on. */
export type RecordedEffect =
  | (ChangeEstimate & { readonly dataVersion: string; readonly estimatedAt: string })
  | { readonly kind: 'not-estimable'; readonly reason: EffectReason };
