import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readInstrument, readQuestionnaire } from '#data';
import { openClinicalStore, projectFolder } from '#store';
import { openAnswering } from '../../src/application/answering/open-answering.ts';
import { openFeed } from '../../src/application/feed/feed.ts';
import type { InstrumentOnFile, Library } from '../../src/application/library/open-library.ts';
import { openApplication } from '../../src/application/open-application.ts';
import type { Program } from '../../src/application/program/open-program.ts';
import { startServer } from '../../src/server/index.ts';
import { idleCounter } from './idle-counter.ts';

// Run as a process of its own by tests: the server on a data folder, as far as answering needs it; prints its address.
// Nothing is imported or evaluated here: what was answered waits in the feed's journal.
const dataFolder = process.argv[2] ?? '';
const onTrouble = (trouble: unknown) =>
  process.stderr.write(`${trouble instanceof Error ? trouble.stack : JSON.stringify(trouble)}\n`);
const folder = path.join(projectFolder, 'library/instruments');

function instrumentOnFile(id: string): InstrumentOnFile {
  const read = (file: string) => readFileSync(path.join(folder, id, file), 'utf8');
  const instrument = readInstrument(id, read('instrument.yaml'));
  if (instrument.kind === 'problem') throw new Error(instrument.problem.message);
  if (instrument.instrument.getting !== null)
    return { instrument: instrument.instrument, form: null };
  const form = readQuestionnaire(JSON.parse(read('questionnaire.json')), id);
  if (form.kind === 'problems') throw new Error(`the form ${id} cannot be read`);
  return { instrument: instrument.instrument, form: form.questionnaire };
}

const library: Library = {
  ...{ measures: [], elm: [], cql: [], groupings: [], rules: [] },
  ...{ valueSets: new Map(), views: new Map() },
  instruments: readdirSync(folder).map(instrumentOnFile),
};
const absent = (): never => {
  throw new Error('this house neither imports nor evaluates');
};
const server = await startServer({
  ...{ dataFolder, port: 0, host: '127.0.0.1', webFolder: 'no-web-folder', onTrouble },
});
const [application, clinical] = await Promise.all([
  openApplication({ dataFolder, demo: true, onTrouble }),
  openClinicalStore({ dataFolder, memoryMb: 256 }),
]);
const feed = openFeed({
  ...{ clock: application.clock, clinical, importFrom: absent, evaluate: absent, onTrouble },
});
const answering = await openAnswering({ application, clinical, library, feed, onTrouble });
const clinicalSide = {
  ...{ clinical, library, timeZone: 'Europe/Stockholm' },
  feed: { ...feed, start: () => undefined },
  beside: idleCounter,
  ...{ importFrom: absent, evaluate: absent, evaluateChanged: absent },
};
const program: Program = {
  ...application,
  ...clinicalSide,
  ...{ clinicalSide, answering, decisionSupport: null },
  effectsKept: async () => undefined,
  holdBackground: () => () => undefined,
};
server.open(program);
process.stdout.write(`${server.address}\n`);
