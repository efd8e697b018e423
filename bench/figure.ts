// What a benchmark found, beside the budget it is held against.
import os from 'node:os';
import { print } from './machine.ts';

export interface Figure {
  readonly what: string;
  readonly found: string;
  /** As docs and design state it; empty where there is none. */
  readonly budget: string;
  /** Null where there is no budget. */
  readonly isWithin: boolean | null;
}

export function printFigures(title: string, figures: readonly Figure[]): void {
  print(`\n${title} (load ${os.loadavg()[0]?.toFixed(1)})`);
  for (const { what, found, budget, isWithin } of figures) {
    const verdict = isWithin === null ? '' : isWithin ? 'within' : 'OVER';
    print(
      `  ${what.padEnd(58)} ${found.padEnd(52)} ${budget === '' ? '' : `budget ${budget}: ${verdict}`}`.trimEnd(),
    );
  }
}

export const seconds = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} s`;
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
