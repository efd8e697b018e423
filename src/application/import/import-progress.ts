/** How far an import is; for a progress bar and for people who follow it in the browser. */
export interface ImportProgress {
  readonly phase: 'reading' | 'publishing';
  /** 0…1 of the phase. */
  readonly share: number;
  /** Bytes of the files read so far, as they lie on the disk, and of all of them. */
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** Content read per second in this run, unzipped. */
  readonly bytesPerSecond: number;
  /** Of this phase; null until it can be told. */
  readonly secondsLeft: number | null;
  readonly resources: number;
  readonly findings: number;
  readonly file: string;
}

/** What has been read, with what an earlier, interrupted try had read. */
export interface ReadSoFar {
  readonly bytesDone: number;
  readonly contentBytes: number;
  readonly resources: number;
  readonly findings: number;
  readonly file: string;
}

/** Turns what has been done into rates; `nowMs` is any clock that only goes forward. */
export interface ProgressMeter {
  reading(done: ReadSoFar): ImportProgress;
  publishing(share: number): ImportProgress;
}

const secondsBeforeEstimate = 0.5;

export function progressMeter(bytesTotal: number, nowMs: () => number): ProgressMeter {
  let first:
    | { readonly at: number; readonly bytesDone: number; readonly contentBytes: number }
    | undefined;
  let last: ImportProgress = {
    phase: 'reading',
    share: 0,
    bytesDone: 0,
    bytesTotal,
    bytesPerSecond: 0,
    secondsLeft: null,
    resources: 0,
    findings: 0,
    file: '',
  };
  let publishingSince: number | undefined;
  return {
    reading({ contentBytes, ...done }) {
      // What an earlier try had read counts as done, but not as speed.
      first ??= { at: nowMs(), bytesDone: done.bytesDone, contentBytes };
      const seconds = (nowMs() - first.at) / 1000;
      const bytesPerSecond = seconds > 0 ? (contentBytes - first.contentBytes) / seconds : 0;
      const share = bytesTotal === 0 ? 1 : Math.min(1, done.bytesDone / bytesTotal);
      const shareHere = share - first.bytesDone / Math.max(1, bytesTotal);
      const secondsLeft = timeLeft(seconds, shareHere, 1 - share);
      last = { phase: 'reading', ...done, bytesTotal, share, bytesPerSecond, secondsLeft };
      return last;
    },
    publishing(share) {
      publishingSince ??= nowMs();
      const secondsLeft = timeLeft((nowMs() - publishingSince) / 1000, share, 1 - share);
      last = { ...last, phase: 'publishing', share, secondsLeft };
      return last;
    },
  };
}

const timeLeft = (seconds: number, shareDone: number, shareLeft: number): number | null =>
  seconds < secondsBeforeEstimate || shareDone <= 0 ? null : (seconds / shareDone) * shareLeft;
