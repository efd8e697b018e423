import { type Right, rightsOf } from '#organisation';
import type { StoredJob } from '#store';
import { blankEntry } from '../command.ts';
import type { Context } from '../context.ts';
import type { EvaluationProgress, EvaluationSummary } from '../evaluate/evaluate-library.ts';
import type { ImportSummary } from '../import/import-paths.ts';
import type { ImportProgress } from '../import/import-progress.ts';
import type { ClinicalSide } from '../program/clinical-side.ts';
import { NotAllowed } from '../trouble.ts';
import type { JobRunner, Progress, Told, Work } from './job-runner.ts';

export interface DataWork extends Pick<ClinicalSide, 'importFrom' | 'evaluate'> {
  readonly jobs: JobRunner;
}

/** A person brings data in from a path on the server; then every measure is asked anew. */
export async function startImport(
  context: Context,
  dataWork: DataWork,
  path: string,
): Promise<Omit<StoredJob, 'request'>> {
  requireDataRight(context, 'data.import');
  return dataWork.jobs.start({
    kind: 'import',
    request: { path },
    work: importing(dataWork, path),
    entry: {
      ...blankEntry,
      ...{ at: context.clock(), personId: context.person.id, command: 'data.import' },
      unitId: null,
      words: { path },
    },
  });
}

/** Data belong to the whole organisation: a data role in any unit will do. */
export function requireDataRight({ person }: Context, right: Right): void {
  if (!rightsOf(person).includes(right)) throw new NotAllowed(right, '');
}

const importing =
  ({ importFrom, evaluate }: DataWork, path: string): Work =>
  async (report, signal) => {
    const onProgress = (progress: ImportProgress) => report(importProgress(progress));
    const imported = await importFrom([path], { onProgress, signal });
    const evaluated = await evaluate((progress) => report(evaluationProgress(progress)));
    return summaryOf(imported, evaluated);
  };

/** What came of it, in one sentence. */
export function summaryOf(
  { read, stored, changed, findings }: ImportSummary,
  evaluated: EvaluationSummary | null,
): Told {
  const values = { read, stored, changed, findings };
  const counts = `${read} resources read, ${stored} held, ${changed} new or different, ${findings} findings`;
  if (evaluated === null)
    return {
      message: `${counts}; the measures were not evaluated.`,
      said: { code: 'imported', values },
    };
  const { measures, changed: results } = evaluated;
  return {
    message: `${counts}; ${measures} measures evaluated, ${results} results new or different.`,
    said: { code: 'imported-and-evaluated', values: { ...values, measures, results } },
  };
}

/** The two stages share one bar; reading files takes by far the most of it. */
const shareOfImport = 0.8;

export const importProgress = (progress: ImportProgress): Progress => ({
  share: progress.share * shareOfImport,
  rate: `${(progress.bytesPerSecond / 1e6).toFixed(1)} MB/s`,
  secondsLeft: progress.secondsLeft,
  message: `${progress.phase === 'reading' ? 'Reading' : 'Publishing'} ${progress.file}: ${progress.resources} resources, ${progress.findings} findings`,
  said: {
    code: progress.phase,
    values: { file: progress.file, resources: progress.resources, findings: progress.findings },
  },
});

export const evaluationProgress = ({ done, of, measureId }: EvaluationProgress): Progress => ({
  share: shareOfImport + (1 - shareOfImport) * (of === 0 ? 1 : done / of),
  rate: null,
  secondsLeft: null,
  message: `Evaluating ${measureId} (${done} of ${of})`,
  said: { code: 'evaluating', values: { measureId, done, of } },
});
