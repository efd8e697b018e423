import {
  type ClinicalStore,
  dataVersion,
  inTransaction,
  openClinicalStore,
  recordMeasureVersions,
  takeRulesIntoUse,
} from '#store';
import type { DecisionSupport } from '../decision-support/decision-support.ts';
import { openDecisionSupport } from '../decision-support/open-decision-support.ts';
import { evaluateLibrary } from '../evaluate/evaluate-library.ts';
import { importPaths } from '../import/import-paths.ts';
import { libraryFolder, translatedFolder } from '../library/check-library.ts';
import { type Library, openLibrary } from '../library/open-library.ts';
import {
  type ApplicationOptions,
  type OpenApplication,
  openApplication,
} from '../open-application.ts';
import { takeOrganisationFromRecords } from '../organisation/organisation-from-records.ts';
import type { ClinicalSide } from './clinical-side.ts';

/** Whose clocks and calendar count when a record or a month states no zone. */
const timeZone = process.env.GYRUS_TIME_ZONE ?? 'Europe/Stockholm';

/** Everything open: both stores and the library, ready to import, evaluate and answer. */
export interface Program extends OpenApplication, ClinicalSide {
  readonly clinicalSide: ClinicalSide;
  /** Advice at the point of care; null where the program has no rules. */
  readonly decisionSupport: DecisionSupport | null;
}

/** Opens the stores beside each other, since each takes a while, and takes the library into use. */
export async function openProgram(options: ApplicationOptions): Promise<Program> {
  const { dataFolder } = options;
  const opening = await Promise.allSettled([
    openApplication(options),
    openClinicalStore({ dataFolder }),
    openLibrary({ folder: libraryFolder, cacheFolder: translatedFolder }),
  ]);
  const [application, clinical, library] = opening;
  if (
    application.status === 'fulfilled' &&
    clinical.status === 'fulfilled' &&
    library.status === 'fulfilled'
  )
    return programOf(application.value, clinical.value, library.value);
  if (application.status === 'fulfilled') await application.value.close();
  if (clinical.status === 'fulfilled') await clinical.value.close();
  throw opening.find((one) => one.status === 'rejected')?.reason;
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
  const rules = library.rules.map(({ rule }) => rule);
  await inTransaction(application.db, (tx) => takeRulesIntoUse(tx, rules, application.clock()));
  const clinicalSide = clinicalSideOf(application, clinical, library);
  const support = openDecisionSupport({ application, clinical, library, timeZone });
  const close = async () => {
    await support.close();
    await application.close();
    await clinical.close();
  };
  return { ...application, ...clinicalSide, clinicalSide, decisionSupport: support, close };
}

const clinicalSideOf = (
  { db, clock, newId, announce }: OpenApplication,
  clinical: ClinicalStore,
  library: Library,
): ClinicalSide => ({
  clinical,
  library,
  timeZone,
  importFrom: async (paths, importing = {}) => {
    const summary = await importPaths(clinical, paths, importing);
    await takeOrganisationFromRecords(db, clinical);
    return summary;
  },
  evaluate: async (onProgress) =>
    evaluateLibrary({
      ...{ db, clinical, library, timeZone, clock, newId, announce },
      dataVersion: await dataVersion(clinical),
      ...(onProgress === undefined ? {} : { onProgress }),
    }),
});
