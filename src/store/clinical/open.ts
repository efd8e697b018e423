import { chmodSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openDataFolder } from '../data-folder.ts';
import type { ClinicalWorkerData, Statement } from './messages.ts';
import {
  type ClinicalRow,
  type QueryOptions,
  rowsOf,
  StoreClient,
  type StreamOptions,
  type WriteOptions,
} from './store-client.ts';

export interface ClinicalStoreOptions {
  readonly dataFolder: string;
  /** Memory for queries; without it a part of the machine's. */
  readonly memoryMb?: number;
}

/** The only place with rows about patients. One thread owns it; every method only sends and receives. */
export interface ClinicalStore {
  /** The folder with the database and the raw files. */
  readonly folder: string;
  readonly memoryMb: number;
  /** All rows at once; throws when there are more than `queryRowsMax`. */
  query(sql: string, options?: QueryOptions): Promise<readonly ClinicalRow[]>;
  /** Rows in batches; the next batch is made when it is asked for. */
  stream(sql: string, options?: StreamOptions): AsyncIterable<readonly ClinicalRow[]>;
  /** All statements in one transaction, or none; one transaction at a time. */
  write(
    statements: readonly Statement[],
    options?: WriteOptions,
  ): Promise<readonly (readonly ClinicalRow[])[]>;
  setMemory(memoryMb: number): Promise<void>;
  close(): Promise<void>;
}

export const queryRowsMax = 1_000_000;

/** Opens the clinical store and holds the data folder's lock until it is closed. */
export async function openClinicalStore(options: ClinicalStoreOptions): Promise<ClinicalStore> {
  const dataFolder = openDataFolder(options.dataFolder);
  try {
    const folder = path.join(dataFolder.folder, 'clinical');
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o700);
    const memoryMb = options.memoryMb ?? defaultMemoryMb();
    const data: ClinicalWorkerData = {
      task: 'clinical-store',
      folder,
      memoryMb,
      threads: os.availableParallelism(),
    };
    const client = await StoreClient.start(data);
    return storeOf(client, data, () => dataFolder.release());
  } catch (error) {
    dataFolder.release();
    throw error;
  }
}

/** Two fifths of the machine, for the operational store and we ourselves need room too. */
const defaultMemoryMb = (): number =>
  Math.min(16_384, Math.max(512, Math.floor((os.totalmem() / 2 ** 20) * 0.4)));

function storeOf(
  client: StoreClient,
  data: ClinicalWorkerData,
  released: () => void,
): ClinicalStore {
  let closing: Promise<void> | undefined;
  return {
    folder: data.folder,
    memoryMb: data.memoryMb,
    query: (sql, options = {}) => queryAll(client, sql, options),
    stream: (sql, options = {}) => client.read({ sql, ...parametersOf(options) }, options),
    async write(statements, options = {}) {
      const results = await client.write(statements, options);
      return results.map(rowsOf);
    },
    setMemory: (memoryMb) => client.setMemory(memoryMb),
    close: () => {
      closing ??= client.close().finally(released);
      return closing;
    },
  };
}

async function queryAll(
  client: StoreClient,
  sql: string,
  options: QueryOptions,
): Promise<readonly ClinicalRow[]> {
  const all: ClinicalRow[] = [];
  for await (const rows of client.read({ sql, ...parametersOf(options) }, options)) {
    for (const row of rows) all.push(row);
    if (all.length > queryRowsMax)
      throw new RangeError(`a query gave more than ${queryRowsMax} rows; stream it instead`);
  }
  return all;
}

const parametersOf = ({ parameters }: QueryOptions): Pick<Statement, 'parameters'> =>
  parameters === undefined ? {} : { parameters };
