import { openExposureLog } from '../../src/store/clinical/exposures/exposure-log.ts';

// Run as a process of its own by tests: keeps exposures until it is killed, telling the number of each that is kept.
const log = openExposureLog(process.argv[2] ?? '');
const from = Number(process.argv[3] ?? 0);
const writers = 8;
const entry = (number: number) => ({
  ...{ kind: 'exposure' as const, card: `card-${number}`, at: '2026-03-02T08:00:00.000Z' },
  ...{ rule: 'rule', version: '1.0.0', hook: 'patient-view', arm: 'shown' as const },
  ...{ unit: 'ward-1', patient: 'mark'.repeat(8) },
});
const write = async (writer: number) => {
  for (let number = from + writer; ; number += writers) {
    await log.append(entry(number));
    process.stdout.write(`${number}\n`);
  }
};
await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
