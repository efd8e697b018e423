import { chmodSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openDataFolder } from '../data-folder.ts';
import { projectFolder } from '../project-folder.ts';
import type { ClinicalStore, FlatTable } from './clinical-store.ts';
import { prepareFlatTables, readFlatTables } from './flat-tables.ts';
import { endIdleReader } from './import/reader-client.ts';
import type { ClinicalWorkerData, Statement } from './messages.ts';
import { prepareSchema } from './schema.ts';
import { type ClinicalRow, type QueryOptions, rowsOf, StoreClient } from './store-client.ts';

export interface ClinicalStoreOptions {
  readonly dataFolder: string;
  /** Memory for queries; without it a part of the machine's. */
  readonly memoryMb?: number;
  /** The folder of the views that define the flat tables. */
  readonly viewsFolder?: string;
  /** Where a time without an offset was recorded. */
  readonly zone?: string;
  /** Told of the tables that a crash had left with other rows than were written, and that were made anew. */
  readonly onRepaired?: (tables: readonly string[]) => void;
}

export const queryRowsMax = 1_000_000;

/** Opens the clinical store and holds the data folder's lock until it is closed. */
export async function openClinicalStore(options: ClinicalStoreOptions): Promise<ClinicalStore> {
  const dataFolder = openDataFolder(options.dataFolder);
  try {
    const folder = path.join(dataFolder.folder, 'clinical');
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o700);
    const zone = options.zone ?? defaultZone;
    const tables = readFlatTables(
      options.viewsFolder ?? path.join(projectFolder, 'library/views'),
      zone,
    );
    const memoryMb = options.memoryMb ?? defaultMemoryMb();
    const data: ClinicalWorkerData = {
      task: 'clinical-store',
      folder,
      memoryMb,
      threads: os.availableParallelism(),
    };
    const client = await StoreClient.start(data);
    const store = storeOf(client, { ...data, tables, zone }, () => dataFolder.release());
    return await prepared(store, options.onRepaired);
  } catch (error) {
    dataFolder.release();
    throw error;
  }
}

const defaultZone = 'Europe/Stockholm';

/** Two fifths of the machine, for the operational store and we ourselves need room too. */
const defaultMemoryMb = (): number =>
  Math.min(16_384, Math.max(512, Math.floor((os.totalmem() / 2 ** 20) * 0.4)));

async function prepared(
  store: ClinicalStore,
  onRepaired: ClinicalStoreOptions['onRepaired'],
): Promise<ClinicalStore> {
  try {
    await prepareSchema(store);
    const repaired = await prepareFlatTables(store);
    if (repaired.length > 0) onRepaired?.(repaired);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface Setting extends ClinicalWorkerData {
  readonly tables: readonly FlatTable[];
  readonly zone: string;
}

function storeOf(client: StoreClient, setting: Setting, released: () => void): ClinicalStore {
  let closing: Promise<void> | undefined;
  const store: ClinicalStore = {
    folder: setting.folder,
    tables: setting.tables,
    zone: setting.zone,
    limits: { memoryMb: setting.memoryMb, threads: setting.threads },
    query: (sql, options = {}) => queryAll(client, sql, options),
    stream: (sql, options = {}) => client.read({ sql, ...parametersOf(options) }, options),
    async write(statements, options = {}) {
      const results = await client.write(statements, options);
      return results.map(rowsOf);
    },
    setLimits: (limits) => client.setLimits(limits),
    close: () => {
      closing ??= Promise.all([client.close(), endIdleReader(store)])
        .then(() => undefined)
        .finally(released);
      return closing;
    },
  };
  return store;
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
