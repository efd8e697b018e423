/** Counts wrong guesses by where they come from, within a window of time. */
export interface GuessLimit {
  /** True while more guesses are allowed from there. */
  readonly mayGuess: (from: string, nowMs: number) => boolean;
  readonly noteWrong: (from: string, nowMs: number) => void;
}

interface GuessLimitWanted {
  readonly wrongMax: number;
  readonly windowMs: number;
}

/** Places beyond this many are forgotten, the oldest first: memory stays bounded under attack. */
const placesMax = 10_000;

export function guessLimit({ wrongMax, windowMs }: GuessLimitWanted): GuessLimit {
  const wrong = new Map<string, readonly number[]>();
  const recent = (from: string, nowMs: number) =>
    (wrong.get(from) ?? []).filter((at) => at > nowMs - windowMs);
  return {
    mayGuess: (from, nowMs) => recent(from, nowMs).length < wrongMax,
    noteWrong: (from, nowMs) => {
      const kept = [...recent(from, nowMs), nowMs];
      wrong.delete(from);
      wrong.set(from, kept);
      const [oldest] = wrong.keys();
      if (wrong.size > placesMax && oldest !== undefined) wrong.delete(oldest);
    },
  };
}
