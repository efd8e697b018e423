import type { ClinicalStore } from '#store';
import type { EvaluationProgress, EvaluationSummary } from '../evaluate/evaluate-library.ts';
import type { Feed } from '../feed/feed.ts';
import type { ImportProgress, ImportSummary } from '../import/import-paths.ts';
import type { Library } from '../library/open-library.ts';
import type { BesideCounter } from '../own-measures/count-beside.ts';

export interface ImportingOptions {
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal;
}

/** What can be done where rows about patients are: importing, evaluating, and looking behind a number. */
export interface ClinicalSide {
  readonly clinical: ClinicalStore;
  readonly library: Library;
  /** Whose clocks and calendar count when a record or a month states no zone. */
  readonly timeZone: string;
  readonly importFrom: (
    paths: readonly string[],
    options?: ImportingOptions,
  ) => Promise<ImportSummary>;
  /** Asks every measure anew. */
  readonly evaluate: (
    onProgress?: (progress: EvaluationProgress) => void,
  ) => Promise<EvaluationSummary>;
  /** Asks again only what new records can have changed; every number comes out as if all were asked. */
  readonly evaluateChanged: () => Promise<EvaluationSummary>;
  /** Counts the measures that take long. */
  readonly beside: Pick<BesideCounter, 'resume' | 'idle' | 'stop'>;
  /** What comes in while the program runs. */
  readonly feed: Feed;
}
