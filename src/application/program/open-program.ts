import {
  type ClinicalStore,
  dataVersion,
  inTransaction,
  openClinicalStore,
  recordMeasureVersions,
  takeRulesIntoUse,
} from '#store';
import type { Answering } from '../answering/answering.ts';
import { openAnswering } from '../answering/open-answering.ts';
import type { DecisionSupport } from '../decision-support/decision-support.ts';
import { openDecisionSupport } from '../decision-support/open-decision-support.ts';
import { effectKeeper } from '../effect/effect-keeper.ts';
import { evaluateLibrary } from '../evaluate/evaluate-library.ts';
import { evaluationMemory } from '../evaluate/evaluation-memory.ts';
import { openFeed } from '../feed/feed.ts';
import { turns } from '../feed/turns.ts';
import { importPaths } from '../import/import-paths.ts';
import { libraryFolder, translatedFolder } from '../library/check-library.ts';
import { type Library, openLibrary } from '../library/open-library.ts';
import {
  type ApplicationOptions,
  type OpenApplication,
  openApplication,
} from '../open-application.ts';
import { takeOrganisationFromRecords } from '../organisation/organisation-from-records.ts';
import { BesideCounter } from '../own-measures/count-beside.ts';
import { qualityKeeper } from '../quality/quality-keeper.ts';
import { type Background, background } from './background.ts';
import type { ClinicalSide } from './clinical-side.ts';

/** Whose clocks and calendar count when a record or a month states no zone. */
const timeZone = process.env.GYRUS_TIME_ZONE ?? 'Europe/Stockholm';

/** Everything open: both stores and the library, ready to import, evaluate and answer. */
export interface Program extends OpenApplication, ClinicalSide {
  readonly clinicalSide: ClinicalSide;
  /** Advice at the point of care; null where the program has no rules. */
  readonly decisionSupport: DecisionSupport | null;
  /** Patients' own answers; null where the program takes none. */
  readonly answering: Answering | null;
  /** Waits until the effects of practices rest on the newest results and changes. */
  readonly effectsKept: () => Promise<void>;
  /** Lets effects and checks of the data wait until what is returned is called. */
  readonly holdBackground: () => () => void;
}

/** Opens the stores beside each other, since each takes a while, and takes the library into use. */
export async function openProgram(options: ApplicationOptions): Promise<Program> {
  const { dataFolder } = options;
  const opening = await Promise.allSettled([
    openApplication(options),
    openClinicalStore({ dataFolder, onRepaired: (tables) => options.onTrouble(repaired(tables)) }),
    openLibrary({ folder: libraryFolder, cacheFolder: translatedFolder }),
  ]);
  const [application, clinical, library] = opening;
  if (
    application.status === 'fulfilled' &&
    clinical.status === 'fulfilled' &&
    library.status === 'fulfilled'
  )
    return programOf(application.value, clinical.value, library.value, options);
  if (application.status === 'fulfilled') await application.value.close();
  if (clinical.status === 'fulfilled') await clinical.value.close();
  throw opening.find((one) => one.status === 'rejected')?.reason;
}

const repaired = (tables: readonly string[]): Error =>
  new Error(
    `The tables ${tables.join(', ')} held other rows than were written to them, and were made anew from the archive.`,
  );

async function programOf(
  application: OpenApplication,
  clinical: ClinicalStore,
  library: Library,
  { onTrouble }: ApplicationOptions,
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
  const { hold, free } = background();
  const clinicalSide = clinicalSideOf(application, { clinical, library, free, onTrouble });
  const support = openDecisionSupport({ application, clinical, library, timeZone });
  const keeper = effectKeeper({ ...application, free, onTrouble });
  const quality = qualityKeeper({ ...application, clinical, free, onTrouble });
  const { feed } = clinicalSide;
  const answering = await openAnswering({ application, clinical, library, feed, onTrouble });
  const close = async () => {
    await clinicalSide.beside.stop();
    await keeper.stop();
    await quality.stop();
    await answering.close();
    await support.close();
    await clinicalSide.feed.close();
    await application.close();
    await clinical.close();
  };
  return {
    ...{ ...application, ...clinicalSide, clinicalSide, decisionSupport: support },
    ...{ answering, effectsKept: keeper.idle, holdBackground: hold, close },
  };
}

function clinicalSideOf(
  { db, clock, newId, announce }: OpenApplication,
  { clinical, library, free, onTrouble }: ClinicalParts,
): ClinicalSide {
  // Imports and evaluations of people, of the command line and of the live feed go one after the other.
  const { take } = turns();
  const importFrom: ClinicalSide['importFrom'] = (paths, importing = {}) =>
    take(async () => {
      const summary = await importPaths(clinical, paths, importing);
      await takeOrganisationFromRecords(db, clinical);
      return summary;
    });
  const memory = evaluationMemory();
  const evaluateChanged: ClinicalSide['evaluateChanged'] = () => take(() => evaluateNow());
  const beside = new BesideCounter({ db, free, evaluate: evaluateChanged, onTrouble });
  const evaluateNow = async (onProgress?: Parameters<ClinicalSide['evaluate']>[0]) =>
    evaluateLibrary({
      ...{ db, clinical, library, timeZone, memory, clock, newId, announce, beside, onTrouble },
      dataVersion: await dataVersion(clinical),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
  const evaluate: ClinicalSide['evaluate'] = (onProgress) =>
    take(() => {
      memory.forget();
      return evaluateNow(onProgress);
    });
  const feed = openFeed({ clock, clinical, importFrom, evaluate: evaluateChanged, onTrouble });
  return { clinical, library, timeZone, importFrom, evaluate, evaluateChanged, beside, feed };
}

interface ClinicalParts {
  readonly clinical: ClinicalStore;
  readonly library: Library;
  readonly free: Background['free'];
  readonly onTrouble: (error: unknown) => void;
}
