import { openClinicalStore } from '#store';
import { openDecisionSupport } from '../../src/application/decision-support/open-decision-support.ts';
import { openFeed } from '../../src/application/feed/feed.ts';
import { openApplication } from '../../src/application/open-application.ts';
import type { Program } from '../../src/application/program/open-program.ts';
import { startServer } from '../../src/server/index.ts';
import { idleCounter } from './idle-counter.ts';
import { shippedLibrary } from './shipped-library.ts';

// Run as a process of its own by tests: the server on a data folder, as far as advice needs it; prints its address.
const dataFolder = process.argv[2] ?? '';
const onTrouble = (trouble: unknown) =>
  process.stderr.write(`${trouble instanceof Error ? trouble.stack : JSON.stringify(trouble)}\n`);
const absent = (): never => {
  throw new Error('this house neither imports nor evaluates');
};
const timeZone = 'Europe/Stockholm';
const server = await startServer({
  ...{ dataFolder, port: 0, host: '127.0.0.1', webFolder: 'no-web-folder', onTrouble },
});
const [application, clinical, library] = await Promise.all([
  openApplication({ dataFolder, demo: true, onTrouble }),
  openClinicalStore({ dataFolder, memoryMb: 256 }),
  shippedLibrary(),
]);
const feed = openFeed({
  ...{ clock: application.clock, clinical, importFrom: absent, evaluate: absent, onTrouble },
});
const clinicalSide = {
  ...{ clinical, library, timeZone, feed: { ...feed, start: () => undefined } },
  ...{ importFrom: absent, evaluate: absent, evaluateChanged: absent, beside: idleCounter },
};
const program: Program = {
  ...application,
  ...clinicalSide,
  ...{ clinicalSide, answering: null },
  decisionSupport: openDecisionSupport({ application, clinical, library, timeZone }),
  effectsKept: async () => undefined,
  holdBackground: () => () => undefined,
};
server.open(program);
process.stdout.write(`${server.address}\n`);
