import { openApplication } from '../../src/application/open-application.ts';
import { startServer } from '../../src/server/index.ts';

// Run as a process of its own by tests: the server on a data folder; prints its address when it is ready.
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
server.open(application);
process.stdout.write(`${server.address}\n`);
process.once('SIGTERM', async () => {
  await server.close();
  await application.close();
});
