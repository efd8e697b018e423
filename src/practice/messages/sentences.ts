import type { ChallengeOutcome } from '../challenge.ts';
import type { StepWaitedFor } from './candidate.ts';

/** What a message is about, by its names. */
interface About {
  readonly measure: string;
  readonly unit: string;
}

/** The parts of a message of one kind; `numbers` stands apart, so that it can be left out where numbers are small. */
interface Told<Facts, Numbers> {
  readonly title: (said: About & Facts) => string;
  readonly claim: (said: Facts) => string;
  readonly numbers: (said: Numbers) => string;
  readonly step: string;
}

interface PatternNumbers {
  readonly month: string;
  readonly value: string;
  readonly centre: string;
}

interface TargetNumbers {
  readonly month: string;
  readonly value: string;
  readonly target: string;
}

interface Months {
  readonly firstMonth: string;
  readonly lastMonth: string;
}

/** The words of one language; every value comes in as it is to be said. */
export interface Sentences {
  /** What a matter is called that no measure shows. */
  readonly something: (unit: string) => string;
  readonly concern: Told<{ readonly firstMonth: string }, PatternNumbers>;
  readonly improvement: Told<{ readonly firstMonth: string }, PatternNumbers>;
  readonly 'target-missed': Told<{ readonly months: number }, TargetNumbers>;
  readonly 'target-met': Told<{ readonly months: number }, TargetNumbers>;
  readonly 'unlike-others': Told<
    { readonly units: number; readonly meaning: 'better' | 'worse' },
    { readonly value: string; readonly others: string }
  >;
  readonly 'step-due': Told<
    { readonly waitingFor: StepWaitedFor; readonly days: number },
    Record<never, never>
  >;
  readonly 'effect-told': Told<
    {
      readonly reading: 'better' | 'worse' | 'uncertain' | 'changed';
      readonly startMonth: string;
    },
    { readonly difference: string; readonly lower: string; readonly upper: string }
  >;
  readonly 'number-disputed': Told<Months & { readonly days: number }, Record<never, never>>;
  readonly 'dispute-answered': Told<
    Months & { readonly outcome: ChallengeOutcome },
    Record<never, never>
  >;
  readonly 'data-doubted': Told<
    { readonly check: string; readonly days: number },
    { readonly month: string; readonly share: string }
  >;
  readonly 'advice-drifts': Told<
    { readonly rule: string; readonly firstMonth: string },
    Record<never, never>
  >;
}
