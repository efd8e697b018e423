import { openFeed } from '../../src/application/feed/feed.ts';
import { importPaths } from '../../src/application/import/import-paths.ts';
import { openClinicalStore } from '../../src/store/clinical/open.ts';

// Run as a process of its own by tests: takes in invented records until it is killed, telling the id of each that is acknowledged.
const clinical = await openClinicalStore({ dataFolder: process.argv[2] ?? '', memoryMb: 256 });
const from = Number(process.argv[3] ?? 0);
const writers = 8;
const feed = openFeed({
  clinical,
  clock: () => new Date().toISOString(),
  importFrom: (paths, options = {}) => importPaths(clinical, paths, options),
  evaluate: async () => undefined,
  onTrouble: (error) => process.stderr.write(`${String(error)}\n`),
  limits: { restMillisecondsMin: 10, restFactor: 0 },
});
feed.start();
const observation = (id: string) => ({
  ...{ resourceType: 'Observation', id, status: 'final', code: { text: 'invented' } },
  valueInteger: 1,
});
// Every post has two records, which must both be there or neither.
const write = async (writer: number) => {
  for (let number = from + writer; ; number += writers) {
    await feed.takeResources('test', [observation(`a-${number}`), observation(`b-${number}`)]);
    process.stdout.write(`${number}\n`);
  }
};
await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
