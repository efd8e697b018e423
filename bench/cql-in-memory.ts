// One engine over many patients, in a process of its own so that its peak memory is its own. Prints one line of JSON.
// tsx bench/cql-in-memory.ts ENGINE PACK PATIENTS OBSERVATIONS
import { populationCounts } from '#cql';
import { fhirMeasureEvaluator } from '#cql/in-memory';
import { casePeriod } from '../test/conformance/measures/pack.ts';
import { runFqm } from './cql/fqm.ts';
import { manyPatients, packAt } from './cql/many-patients.ts';

const [engine = '', file = '', patients = '0', observations = '0'] = process.argv.slice(2);
const pack = packAt(file);
const many = manyPatients(pack, Number(patients), Number(observations));
const { cpuMs, totals } =
  engine === 'fqm-execution' ? await runFqm(file, [...many]) : await runOurs();
process.stdout.write(
  `${JSON.stringify({ cpuMs, totals, peakBytes: process.resourceUsage().maxRSS * 1024 })}\n`,
);

/** Patients are read one after the other, as from a store; reading their text counts too. */
async function runOurs() {
  const before = process.cpuUsage();
  const evaluate = fhirMeasureEvaluator({ ...pack, timeZone: 'UTC' });
  const [first] = pack.cases;
  if (first === undefined) throw new Error('the pack has no cases');
  const period = casePeriod(first);
  const totals: number[] = [];
  for (const resources of many) {
    const { groups } = await evaluate(resources, period);
    for (const [at, count] of groups.flatMap(populationCounts).entries())
      totals[at] = (totals[at] ?? 0) + count;
  }
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1000, totals };
}
