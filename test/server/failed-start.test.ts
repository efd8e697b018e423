import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'vitest';
import { projectFolder } from '#store';

/** What a start in a folder of its own says before it ends, and the code it ends with. */
async function failedStart(port: number, prepare: (dataFolder: string) => void) {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-failed-start-'));
  prepare(dataFolder);
  const main = path.join(projectFolder, 'src/cli/main.ts');
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=source', main, 'start', '--empty'],
    { env: { ...process.env, GYRUS_DATA: dataFolder, PORT: String(port) } },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = await once(child, 'exit');
  rmSync(dataFolder, { recursive: true, force: true });
  return { code, said };
}

describe.concurrent('a start that fails says why and ends, instead of answering that it is starting', () => {
  test('on a folder that calls itself a database and is none', async ({ expect }) => {
    const { code, said } = await failedStart(0, (dataFolder) => {
      const cluster = path.join(dataFolder, 'postgres/cluster');
      mkdirSync(cluster, { recursive: true });
      writeFileSync(path.join(cluster, 'PG_VERSION'), '18\n');
      writeFileSync(path.join(dataFolder, 'postgres/password'), 'secret\n');
    });
    expect(code).toBe(1);
    expect(said).toMatch(/ended as soon as it began\. It said last: .*postgresql\.conf/);
    expect(said).toContain('DATABASE_URL');
    expect(said).not.toContain('    at ');
  });

  test('on a port that is taken', async ({ expect }) => {
    const taken = createServer();
    await new Promise<void>((listening) => taken.listen(0, '127.0.0.1', listening));
    const address = taken.address();
    const port = address === null || typeof address === 'string' ? 0 : address.port;
    const { code, said } = await failedStart(port, () => undefined);
    taken.close();
    expect(code).toBe(1);
    expect(said).toContain(`cannot listen on 127.0.0.1, port ${port}`);
    expect(said).toContain('set PORT to another number');
  });
});
