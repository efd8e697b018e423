import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Owner, ownerOf, parseOwner, processStart, readText } from './data-folder.ts';

/** A server that holds a data folder, and where it answers. */
export interface RunningServerAddress {
  readonly pid: number;
  readonly address: string;
}

const addressFile = (folder: string): string => path.join(folder, 'address');

/** Writes beside the lock where the server of this process answers; the returned function takes it away again. */
export function tellAddress(folder: string, address: string): () => void {
  const own: Owner = { pid: process.pid, started: processStart(process.pid) ?? '' };
  const file = addressFile(folder);
  const text = `${JSON.stringify({ ...own, address })}\n`;
  const ready = `${file}.${process.pid}`;
  writeFileSync(ready, text, { mode: 0o600 });
  renameSync(ready, file);
  return () => {
    if (readText(file) === text) rmSync(file, { force: true });
  };
}

/**
 * The server that holds the data folder's lock. An address that a killed server left behind counts only when the very
 * process that wrote it holds the lock.
 */
export function serverOnFolder(folder: string): RunningServerAddress | undefined {
  const text = readText(addressFile(folder)) ?? '';
  const [owner, writer] = [ownerOf(folder), parseOwner(text)];
  if (owner === undefined || writer === undefined) return undefined;
  const address = addressIn(text);
  const isSame = owner.pid === writer.pid && owner.started === writer.started;
  return isSame && address !== undefined ? { pid: owner.pid, address } : undefined;
}

/** Of a text that named its writer, so it is a JSON object. */
function addressIn(text: string): string | undefined {
  const value: unknown = JSON.parse(text);
  const isObject = typeof value === 'object' && value !== null && 'address' in value;
  return isObject && typeof value.address === 'string' ? value.address : undefined;
}
