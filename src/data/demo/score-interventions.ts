import type { InterventionTruth } from './interventions.ts';

/** What the program says of something that is tried by chance. */
export interface ConcludedIntervention {
  readonly kind: InterventionTruth['kind'];
  readonly subject: string;
  readonly reading: 'better' | 'worse' | 'uncertain';
  readonly difference: number;
  readonly lower95: number;
  readonly upper95: number;
}

export interface InterventionScore {
  readonly planted: number;
  /** Those that work and are said to be better, and those that make no difference and are not said to. */
  readonly judgedRightly: number;
}

/** Each planted intervention beside what the program says of it. */
export function scoreInterventions(
  truths: readonly InterventionTruth[],
  concluded: readonly ConcludedIntervention[],
): { readonly score: InterventionScore; readonly lines: readonly string[] } {
  const verdicts = truths.map((truth) => {
    const said = concluded.find((one) => one.kind === truth.kind && one.subject === truth.subject);
    const isRight = said?.reading === (truth.works ? 'better' : 'uncertain');
    return { truth, said, isRight };
  });
  const judgedRightly = verdicts.filter(({ isRight }) => isRight).length;
  return {
    score: { planted: truths.length, judgedRightly },
    lines: verdicts.map(({ truth, said, isRight }) => verdictLine(truth, said, isRight)),
  };
}

function verdictLine(
  { id, subject, works, effect }: InterventionTruth,
  said: ConcludedIntervention | undefined,
  isRight: boolean,
): string {
  const judged =
    said === undefined
      ? 'nothing was said'
      : `said to be ${said.reading}: ${rounded(said.difference)} (${rounded(said.lower95)} to ${rounded(said.upper95)})`;
  const truth = works ? `works, by ${effect}` : 'makes no difference';
  return `${isRight ? 'judged rightly' : 'JUDGED WRONGLY'}: ${id} (${subject}) ${truth}; ${judged}`;
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
