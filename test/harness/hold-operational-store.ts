import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ProblemError } from '#core';
import { openOperationalStore } from '#store';

// Run as a process of its own by tests: opens the store, writes one row, prints the address and waits.
const dataFolder = process.argv[2] ?? '';
try {
  const store = await openOperationalStore({ dataFolder });
  await store.pool.query('create table if not exists kept (at timestamptz)');
  await store.pool.query('insert into kept values (now())');
  process.stdout.write(`${store.url}\n`);
  setInterval(() => undefined, 1000);
} catch (error) {
  if (!(error instanceof ProblemError)) throw error;
  writeFileSync(path.join(dataFolder, 'refused'), error.message);
  process.exitCode = 3;
}
