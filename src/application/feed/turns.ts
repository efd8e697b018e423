/** Lets one piece of work begin when the one before it has ended, in the order in which they were asked for. */
export interface Turns {
  readonly take: <T>(work: () => Promise<T>) => Promise<T>;
}

export function turns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take: (work) => {
      const turn = last.then(work);
      last = turn.catch(() => undefined); // The failure is whoever asked's.
      return turn;
    },
  };
}
