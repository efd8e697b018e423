import type { Arrival } from '../import/read-line.ts';
import type { LineFinding } from '../import/rules.ts';

/** Why a part of a post is not taken; `code` is one of FHIR's issue types. */
export interface PostIssue {
  readonly code: 'structure' | 'required' | 'value' | 'not-supported' | 'duplicate' | 'too-long';
  readonly message: string;
  readonly tip: string;
  /** Where in the post, as `Bundle.entry[3]`; empty for all of it. */
  readonly where: string;
}

/** What a caller asks for one resource. */
export type Act = 'create' | 'update' | 'delete';

/** One part of a post that is taken: its line for the importer, and what is remarkable about it. */
export interface TakenPart {
  readonly kind: 'taken';
  readonly act: Act;
  readonly line: string;
  readonly arrival: Arrival;
  readonly findings: readonly LineFinding[];
}

export interface RefusedPart {
  readonly kind: 'refused';
  readonly issue: PostIssue;
}

/** A batch is taken part by part; of everything else all is taken or nothing. */
export type ReadPost =
  | { readonly kind: 'taken'; readonly bundle: BundleKind | null; readonly parts: readonly Part[] }
  | { readonly kind: 'refused'; readonly issues: readonly PostIssue[] };

export type Part = TakenPart | RefusedPart;

export type BundleKind = 'batch' | 'transaction' | 'history' | 'subscription-notification';

export const postIssue = (
  code: PostIssue['code'],
  message: string,
  tip: string,
  where = '',
): PostIssue => ({ code, message, tip, where });
