import type { BalanceAims, ChangeEstimate, EffectReason, SpreadRecord } from '#practice';

/** What an entry holds beside people's own words. */
export interface EntryDetail {
  /** A decision's or a verdict's outcome. */
  readonly outcome?: string;
  readonly ownerId?: string;
  /** The forum that has the proposal after the decision. */
  readonly nowAtForum?: string;
  readonly effect?: RecordedEffect;
  /** A keyed hash of the patient's id whose record was read. */
  readonly patientMark?: string;
  /** What happened to a practice or to an adoption. */
  readonly spread?: SpreadRecord;
  /** Where the organisation wants its balance to be, from this entry on. */
  readonly balance?: BalanceAims;
}

/** An estimate as it was said, with the data it rested on. */
export type RecordedEffect =
  | (ChangeEstimate & { readonly dataVersion: string; readonly estimatedAt: string })
  | { readonly kind: 'not-estimable'; readonly reason: EffectReason };
