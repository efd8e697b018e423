import { ProblemError, problem } from '#core';
import { type RuleCode, rules } from '#data';
import { rightsOf } from '#organisation';
import {
  appendEntry,
  type ClinicalStore,
  type Database,
  dataVersion,
  type FindingCount,
  findingCounts,
  findings,
  type ImportRun,
  importRuns,
  inTransaction,
  measuresInUse,
  newestJobs,
  ownCharts,
  ownCountings,
  resourceCounts,
} from '#store';
import { blankEntry } from '../command.ts';
import { type Context, organisationInForce } from '../context.ts';
import { requireDataRight } from '../jobs/start-import.ts';

const importsShownMax = 50;
const jobsShownMax = 10;

/** What came in: counts only, nothing from a row. */
export async function dataPage(context: Context, clinical: ClinicalStore) {
  const [resources, runs, jobs, brought] = await Promise.all([
    resourceCounts(clinical),
    importRuns(clinical),
    newestJobs(context.db, jobsShownMax),
    ownMeasuresShown(context.db),
  ]);
  const latest = latestPublished(runs);
  const rights = rightsOf(context.person);
  return {
    dataVersion: resources.length === 0 ? null : await dataVersion(clinical),
    resources,
    imports: runs.slice(0, importsShownMax).map(importShown),
    findingsByRule: latest === undefined ? [] : byRule(await findingCounts(clinical, latest.id)),
    jobs,
    ownMeasures: brought,
    mayImport: rights.includes('data.import'),
    maySeeFindings: rights.includes('data.read-findings'),
  };
}

/** What was brought has its pages in every unit; here they are those of the top one. */
async function ownMeasuresShown(db: Database) {
  const [charts, countings, inUse, { tree }] = await Promise.all([
    ownCharts(db),
    ownCountings(db),
    measuresInUse(db),
    organisationInForce(db),
  ]);
  const top = tree.units.find(({ parentId }) => parentId === null);
  return [...charts.values()].flatMap(({ measureId, ownMeasureId, way }) => {
    const measure = inUse.get(measureId);
    if (measure === undefined || top === undefined) return [];
    const counting = way === 'memory' ? countings.get(ownMeasureId) : undefined;
    const counted = counting === undefined ? null : counting.done / Math.max(1, counting.of ?? 1);
    return [{ measureId, unitId: top.id, title: measure.title, way, counted }];
  });
}

const latestPublished = (runs: readonly ImportRun[]): ImportRun | undefined =>
  runs.find(({ status }) => status === 'published');

const importShown = (run: ImportRun) => ({
  id: String(run.id),
  source: run.paths.join(', '),
  startedAt: run.startedAt,
  endedAt: run.finishedAt,
  read: run.read,
  stored: run.stored,
  changed: run.changed,
  findings: run.findings,
});

function byRule(counts: readonly FindingCount[]) {
  const totals = new Map<RuleCode, number>();
  for (const { rule, count } of counts) totals.set(rule, (totals.get(rule) ?? 0) + count);
  return [...totals].map(([rule, count]) => {
    const { allowed, nextStep, severity } = rules[rule];
    return { rule, count, severity, allowed, nextStep };
  });
}

export interface FindingsWanted {
  /** Null for every rule. */
  readonly rule: string | null;
  /** From 0. */
  readonly page: number;
}

export const findingsOnPage = 100;

/**
 * What was found in the newest import, line by line. It may quote what a row said, so it is for data roles, and the
 * ledger has who read it before it is read.
 */
export async function findingsPage(
  context: Context,
  clinical: ClinicalStore,
  { rule, page }: FindingsWanted,
) {
  requireDataRight(context, 'data.read-findings');
  const known = rule === null ? null : ruleWanted(rule);
  const latest = latestPublished(await importRuns(clinical));
  if (latest === undefined) return { findings: [], total: 0 };
  await keepReading(context, { rule: known ?? 'all', import: String(latest.id) });
  const found = await findings(clinical, latest.id, {
    from: page * findingsOnPage,
    count: findingsOnPage,
    ...(known === null ? {} : { rule: known }),
  });
  return {
    findings: found.rows.map((row) => ({
      file: row.file,
      line: row.line,
      rule: row.rule,
      found: row.element === '' ? row.found : `${row.element}: ${row.found}`,
      nextStep: row.nextStep,
    })),
    total: found.total,
  };
}

const keepReading = (context: Context, words: Record<string, string>) =>
  inTransaction(context.db, (tx) =>
    appendEntry(tx, {
      ...blankEntry,
      ...{ at: context.clock(), personId: context.person.id, command: 'findings.read' },
      ...{ unitId: null, words },
    }),
  );

const isRule = (text: string): text is RuleCode => Object.hasOwn(rules, text);

function ruleWanted(rule: string): RuleCode {
  if (isRule(rule)) return rule;
  throw new ProblemError(
    problem(
      'rule-unknown',
      'There is no rule of this name.',
      'Choose one from the list of findings on the page Data.',
      'rule',
    ),
  );
}
