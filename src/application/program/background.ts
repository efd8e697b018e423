/** Whether work that nobody waits for may run now. */
export interface Background {
  /** Lets background work wait until what is returned is called; what has begun goes on. */
  readonly hold: () => () => void;
  /** Waits until background work may run. */
  readonly free: () => Promise<void>;
}

export function background(): Background {
  let held = Promise.resolve();
  return {
    hold: () => {
      let letGo = () => {};
      const mine = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      held = Promise.all([held, mine]).then(() => undefined);
      return letGo;
    },
    free: () => held,
  };
}
