import type { Month } from '#core';
import type { Adaptation } from '../practices/adaptation.ts';
import type { AdoptionBasis, AdoptionStage } from '../practices/adoption.ts';
import type { ProposalOrigin } from '../proposal.ts';

/** What an entry of the ledger says of a practice or of an adoption, beside people's words. */
export type SpreadRecord =
  | {
      readonly kind: 'made';
      readonly practiceId: string;
      readonly version: number;
      readonly origin: ProposalOrigin;
    }
  | {
      readonly kind: 'revised' | 'withdrawn';
      readonly practiceId: string;
      readonly version: number;
    }
  | { readonly kind: 'offered'; readonly practiceId: string }
  | {
      readonly kind: 'adopted';
      readonly practiceId: string;
      readonly version: number;
      readonly adoptionId: string;
      readonly basis: AdoptionBasis;
      readonly learnedFromUnitId: string;
      readonly stage: AdoptionStage;
      readonly startMonth: Month | null;
      /** Adaptable parts set otherwise than the version says. */
      readonly partsChanged: number;
    }
  | {
      readonly kind: 'moved';
      readonly practiceId: string;
      readonly adoptionId: string;
      readonly stage: AdoptionStage;
      readonly startMonth: Month | null;
    }
  | {
      readonly kind: 'parts-set';
      readonly practiceId: string;
      readonly adoptionId: string;
      /** Adaptable parts that stand otherwise than the version says from now on. */
      readonly partsChanged: number;
    }
  | {
      readonly kind: 'version-taken';
      readonly practiceId: string;
      readonly adoptionId: string;
      readonly version: number;
      readonly versionBefore: number;
      readonly stage: AdoptionStage;
      readonly partsChanged: number;
    }
  | {
      readonly kind: 'adapted';
      readonly practiceId: string;
      readonly adoptionId: string;
      readonly nature: Adaptation['nature'];
      readonly fidelity: Adaptation['fidelity'];
    }
  | {
      readonly kind: 'checked';
      readonly practiceId: string;
      readonly adoptionId: string;
      readonly kept: number;
      readonly essentials: number;
    };

/** Where the organisation wants its balance to be; null where it has not said. Shares are 0…1. */
export interface BalanceAims {
  /** Adopted practices whose thought came from the front line or from patients. */
  readonly fromBelowShare: number | null;
  readonly mandatedShareMax: number | null;
  readonly daysToDecisionMax: number | null;
  readonly adaptedShareMin: number | null;
  readonly answeredShare: number | null;
}

/**
 * An entry of the ledger as the figures on spread and balance read it. They read nothing else, so anyone who has the
 * ledger can recompute them.
 */
export interface RecordedEntry {
  readonly at: string;
  readonly command: string;
  readonly unitId: string | null;
  readonly proposalId: string | null;
  readonly forumId: string | null;
  readonly detail: {
    readonly outcome?: string;
    readonly nowAtForum?: string;
    readonly spread?: SpreadRecord;
    readonly balance?: BalanceAims;
  };
}

/** What the entries say of practices, with when and where. */
export const spreadRecords = (entries: readonly RecordedEntry[]) =>
  entries.flatMap(({ at, unitId, detail }) =>
    detail.spread === undefined ? [] : [{ at, unitId: unitId ?? '', ...detail.spread }],
  );

/** The commands whose entries the figures read. */
export const recordedCommands = [
  'proposal.raise',
  'proposal.decide',
  'proposal.handed-over',
  'practice.make',
  'practice.bring',
  'practice.revise',
  'practice.offer',
  'practice.withdraw',
  'adoption.begin',
  'adoption.move',
  'adoption.set-parts',
  'adoption.take-version',
  'adoption.adapt',
  'adoption.check-fidelity',
  'balance.set',
] as const;
