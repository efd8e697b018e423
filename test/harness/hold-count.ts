import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { importPaths } from '../../src/application/import/import-paths.ts';
import { countPortion } from '../../src/application/own-measures/count-portion.ts';
import { followedSoFar } from '../../src/application/own-measures/follow-in-memory.ts';
import { openClinicalStore } from '../../src/store/clinical/open.ts';
import { readQuestion } from './counted-question.ts';

// Run as a process of its own by tests: imports the records in its folder, if they are not held, and counts a question of
// them; says how many patients are done after each step, and waits after those that its second argument names.
const [folder = '', waitAfter = ''] = process.argv.slice(2);
const clinical = await openClinicalStore({ dataFolder: folder, memoryMb: 256 });
const records = path.join(folder, 'seldom.ndjson');
if (existsSync(records)) await importPaths(clinical, [records], {});
const { question, following } = readQuestion(
  readFileSync(path.join(folder, 'question.json'), 'utf8'),
  clinical,
);
const { next } = await followedSoFar(following, question);
if (next === null) throw new Error('nothing is left to count');
await countPortion(following, question, next, {
  patientsAtOnce: 25,
  onProgress: (done) => {
    process.stdout.write(`${done}\n`);
    if (done < Number(waitAfter)) return Promise.resolve();
    return new Promise(() => setInterval(() => undefined, 1000));
  },
});
await clinical.close();
