import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A server in a process of its own, that a test may kill and start again on the same data folder. */
export interface KillableServer {
  /** Its address, once it answers. */
  start(): Promise<string>;
  /** Ends the server; does nothing when none runs. The database of a killed one lives on until the next start. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  killDatabase(): void;
  /** At once, and the database with it. */
  killAll(): Promise<void>;
}

/** `script` gets the data folder as its argument and prints its address when it is ready. */
export function killableServer(script: string, dataFolder: () => string): KillableServer {
  let child: ChildProcess | undefined;
  const isRunning = (): boolean =>
    child !== undefined && child.exitCode === null && child.signalCode === null;
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child === undefined || !isRunning()) return;
    const gone = child;
    const exit = new Promise((resolve) => {
      gone.once('exit', resolve);
    });
    gone.kill(signal);
    await exit;
  };
  const databaseFile = (name: string) =>
    readFileSync(path.join(dataFolder(), 'postgres', name), 'utf8');
  const killDatabase = () =>
    void process.kill(Number(databaseFile('cluster/postmaster.pid').split('\n')[0]), 'SIGKILL');
  return {
    start: () => {
      const started = spawn(process.execPath, [script, dataFolder()], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child = started;
      return new Promise((resolve, reject) => {
        started.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
        started.once('exit', (code) => {
          const said = databaseFile('server.log').slice(-2000);
          reject(new Error(`the server ended with ${code}; its database: ${said}`));
        });
      });
    },
    end,
    killDatabase,
    killAll: async () => {
      if (!isRunning()) return;
      killDatabase();
      await end('SIGKILL');
    },
  };
}
