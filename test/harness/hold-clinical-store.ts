import { openClinicalStore } from '../../src/store/clinical/open.ts';

// Run as a process of its own by tests: writes rows one transaction at a time, printing each number once acknowledged.
const store = await openClinicalStore({ dataFolder: process.argv[2] ?? '' });
await store.write([{ sql: 'create table if not exists kept (n integer)' }]);
const [first] = await store.query('select coalesce(max(n), 0)::integer as n from kept');
for (let n = Number(first?.n) + 1; ; n++) {
  await store.write([{ sql: 'insert into kept values ($1)', parameters: [n] }]);
  process.stdout.write(`${n}\n`);
}
