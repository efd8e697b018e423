import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectFolder } from '#store';

test('a start that fails says why and ends, instead of answering that it is starting', async () => {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-failed-start-'));
  const cluster = path.join(dataFolder, 'postgres/cluster');
  mkdirSync(cluster, { recursive: true });
  // A folder that calls itself a database and is none.
  writeFileSync(path.join(cluster, 'PG_VERSION'), '18\n');
  writeFileSync(path.join(dataFolder, 'postgres/password'), 'secret\n');
  const main = path.join(projectFolder, 'src/cli/main.ts');
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=source', main, 'start', '--empty'],
    { env: { ...process.env, GYRUS_DATA: dataFolder, PORT: '0' } },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = await once(child, 'exit');
  expect(code).toBe(1);
  expect(said).toMatch(/ended as soon as it began\. It said last: .*postgresql\.conf/);
  expect(said).toContain('DATABASE_URL');
  expect(said).not.toContain('    at ');
  rmSync(dataFolder, { recursive: true, force: true });
});
