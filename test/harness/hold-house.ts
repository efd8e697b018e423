import { openApplication } from '../../src/application/open-application.ts';
import type { Program } from '../../src/application/program/open-program.ts';
import { startServer } from '../../src/server/index.ts';
import { idleCounter } from './idle-counter.ts';

// Run as a process of its own by tests: the server on a data folder; prints its address when it is ready.
// It has no clinical side, so that it starts quickly.
const dataFolder = process.argv[2] ?? '';
const server = await startServer({
  dataFolder,
  port: 0,
  host: '127.0.0.1',
  webFolder: 'no-web-folder',
  onTrouble: (trouble) => process.stderr.write(`${JSON.stringify(trouble)}\n`),
});
const application = await openApplication({
  dataFolder,
  demo: true,
  onTrouble: (error) => process.stderr.write(`${String(error)}\n`),
});
const absent = (): never => {
  throw new Error('this house has no clinical side');
};
const program: Program = {
  ...application,
  library: {
    measures: [],
    elm: [],
    valueSets: new Map(),
    views: new Map(),
    groupings: [],
    rules: [],
    instruments: [],
  },
  timeZone: 'Europe/Stockholm',
  decisionSupport: null,
  answering: null,
  get clinical() {
    return absent();
  },
  get clinicalSide() {
    return absent();
  },
  // Nothing comes in here.
  feed: {
    reading: absent,
    ...{ take: absent, takeResources: absent, settled: absent, close: absent },
    state: absent,
    start: () => undefined,
  },
  beside: idleCounter,
  importFrom: absent,
  evaluate: absent,
};
server.open(program);
process.stdout.write(`${server.address}\n`);
process.once('SIGTERM', async () => {
  await server.close();
  await application.close();
});
