// Measures over a population in SQL: every library measure, all periods at once, and three of them against the same
// question written by hand. npx tsx --conditions=source bench/population-sql.ts [patients] [periods] [runs]
import { type PopulationTimes, populationTimes, type Timing } from './cql/population.ts';
import { machine, print } from './machine.ts';

const [patients = 100_000, periods = 36, runs = 3] = process.argv.slice(2).map(Number);
print(`${machine()}\n${patients} patients, ${periods} periods, median of ${runs}`);
await populationTimes({ patients, periods, runs, onlyHandWritten: false }, printTimes);

function printTimes({ measure, ours, byHand }: PopulationTimes): void {
  const beside =
    byHand === null
      ? ''
      : `  by hand ${shown(byHand)}, ratio ${(ours.cpuMs / byHand.cpuMs).toFixed(2)} of CPU time`;
  print(`${measure.padEnd(30)} ${shown(ours)}${beside}`);
}

function shown({ ms, cpuMs, rows }: Timing): string {
  return `${ms.toFixed(0).padStart(6)} ms (CPU ${cpuMs.toFixed(0).padStart(6)} ms), ${String(rows).padStart(5)} rows`;
}
