import type { ChangeEstimate } from '#practice';

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
}

/** An estimate as it was said, with the data it rested on. */
export type RecordedEffect =
  | (ChangeEstimate & { readonly dataVersion: string; readonly estimatedAt: string })
  | { readonly kind: 'not-estimable'; readonly reason: string };
