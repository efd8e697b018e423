import path from 'node:path';
import type { ExposureEntry } from '#practice';
import { type DurableLog, openDurableLog } from '../durable-log.ts';

/** Advice given and what became of it. */
export type ExposureLog = DurableLog<ExposureEntry>;

export const exposureFolder = (clinicalFolder: string): string =>
  path.join(clinicalFolder, 'exposures');

export const openExposureLog = (clinicalFolder: string): ExposureLog =>
  openDurableLog(exposureFolder(clinicalFolder));
