import type { News } from './context.ts';

/** Where news is put up and read; nobody who is not there hears it later. */
export interface NewsBoard {
  readonly announce: (news: News) => void;
  /** Hears everything from now on, until the returned function is called. */
  readonly listen: (hear: (news: News) => void) => () => void;
}

export function newsBoard(): NewsBoard {
  const listeners = new Set<(news: News) => void>();
  return {
    announce: (news) => {
      for (const hear of listeners) hear(news);
    },
    listen: (hear) => {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}
