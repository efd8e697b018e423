import { ProblemError } from '#core';
import { openClinicalStore } from '#store';
import { importPaths } from '../../src/application/import/import-paths.ts';

// Run as a process of its own by tests: imports, telling how many resources are stored after each batch.
const [dataFolder = '', ...paths] = process.argv.slice(2);
try {
  const store = await openClinicalStore({ dataFolder, memoryMb: 512 });
  const onProgress = ({ phase, resources }: { phase: string; resources: number }) =>
    void process.stdout.write(`${phase} ${resources}\n`);
  try {
    const result = await importPaths(store, paths, { onProgress });
    process.stdout.write(`done ${JSON.stringify(result)}\n`);
  } finally {
    await store.close();
  }
} catch (error) {
  if (!(error instanceof ProblemError)) throw error;
  process.stdout.write(`problem ${JSON.stringify(error.problem)}\n`);
}
