import os from 'node:os';
import { type ClinicalStore, openExposureLog } from '#store';
import type { Application } from '../context.ts';
import type { Library } from '../library/open-library.ts';
import { type DecisionSupport, decisionSupport } from './decision-support.ts';
import { ruleWorkers } from './rule-workers.ts';

interface Parts {
  readonly application: Pick<Application, 'db' | 'clock' | 'auditKey'>;
  readonly clinical: ClinicalStore;
  readonly library: Library;
  readonly timeZone: string;
}

/** Takes the library's rules into use; one core is left to the thread that answers. */
export function openDecisionSupport({
  application,
  clinical,
  library,
  timeZone,
}: Parts): DecisionSupport {
  const { db, clock, auditKey } = application;
  const { elm, valueSets } = library;
  const rules = library.rules.map(({ rule }) => rule);
  const threads = Math.max(1, os.availableParallelism() - 1);
  return decisionSupport({
    ...{ db, clock, auditKey, rules, elm, valueSets },
    workers: ruleWorkers({ rules, elm, valueSets, timeZone }, threads),
    log: openExposureLog(clinical.folder),
  });
}
