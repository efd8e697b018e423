import path from 'node:path';
import {
  type ClinicalStore,
  openClinicalStore,
  projectFolder,
  recordMeasureVersions,
} from '#store';
import {
  type EvaluationProgress,
  type EvaluationSummary,
  evaluateLibrary,
} from '../evaluate/evaluate-library.ts';
import { type ImportProgress, type ImportSummary, importPaths } from '../import/import-paths.ts';
import { type Library, openLibrary } from '../library/open-library.ts';
import {
  type ApplicationOptions,
  type OpenApplication,
  openApplication,
} from '../open-application.ts';

/** Whose clocks and calendar count when a record or a month states no zone. */
export const timeZone = process.env.GYRUS_TIME_ZONE ?? 'Europe/Stockholm';

/** Everything open: both stores and the library, ready to import, evaluate and answer. */
export interface Program extends OpenApplication {
  readonly clinical: ClinicalStore;
  readonly library: Library;
  readonly importFrom: (
    paths: readonly string[],
    options?: ImportingOptions,
  ) => Promise<ImportSummary>;
  readonly evaluate: (
    onProgress?: (progress: EvaluationProgress) => void,
  ) => Promise<EvaluationSummary>;
}

export interface ImportingOptions {
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal;
}

/** Opens the stores beside each other, since each takes a while, and takes the library into use. */
export async function openProgram(options: ApplicationOptions): Promise<Program> {
  const opening = await Promise.allSettled([
    openApplication(options),
    openClinicalStore({ dataFolder: options.dataFolder }),
    openLibrary({
      folder: path.join(projectFolder, 'library'),
      cacheFolder: path.join(options.dataFolder, 'translated'),
    }),
  ]);
  const [application, clinical, library] = opening;
  if (
    application.status === 'rejected' ||
    clinical.status === 'rejected' ||
    library.status === 'rejected'
  ) {
    if (application.status === 'fulfilled') await application.value.close();
    if (clinical.status === 'fulfilled') await clinical.value.close();
    throw opening.find((one) => one.status === 'rejected')?.reason;
  }
  return programOf(application.value, clinical.value, library.value);
}

async function programOf(
  application: OpenApplication,
  clinical: ClinicalStore,
  library: Library,
): Promise<Program> {
  await recordMeasureVersions(
    application.db,
    library.measures.map(({ measure, digest, cql }) => ({
      ...{ measureId: measure.id, version: measure.version, definition: measure },
      ...{ digest, cql },
    })),
    application.clock(),
  );
  return {
    ...application,
    clinical,
    library,
    importFrom: (paths, importing = {}) => importPaths(clinical, paths, importing),
    evaluate: async (onProgress) => {
      const dataVersion = await currentDataVersion(clinical);
      const { db, clock, newId, announce } = application;
      return evaluateLibrary({
        ...{ db, clinical, library, dataVersion, timeZone, clock, newId, announce },
        ...(onProgress === undefined ? {} : { onProgress }),
      });
    },
    close: async () => {
      await application.close();
      await clinical.close();
    },
  };
}
