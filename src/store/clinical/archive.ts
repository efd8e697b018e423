import type { Text } from '#core';
import { type RuleCode, rules, type Severity } from '#data';
import type { ClinicalStore } from './clinical-store.ts';
import { numberOf, textOf, textOrNull } from './rows.ts';
import type { ClinicalRow } from './store-client.ts';

/** A resource as it came, with the file and line it came from. */
export interface ArchivedResource {
  readonly type: string;
  readonly id: string;
  readonly patientId: string | null;
  readonly resource: unknown;
  readonly file: number;
  readonly line: number;
}

const columns = 'type, id, patient_id, file, line, body';

export async function resourcesOfPatient(
  store: ClinicalStore,
  patientId: string,
): Promise<readonly ArchivedResource[]> {
  const sql = `select ${columns} from archive.held where patient_id = $1 order by type, id`;
  return (await store.query(sql, { parameters: [patientId] })).map(archived);
}

/**
 * Records that are nobody's and that a patient's records refer to.
 *
 * @param referred SQL over the flat tables that gives patient_id, type and id of such records
 */
export async function referredResources(
  store: ClinicalStore,
  patientId: string,
  referred: string,
): Promise<readonly ArchivedResource[]> {
  const sql = `select ${columns} from archive.held
    where patient_id is null
      and (type, id) in (select (type, id) from (${referred}) as referral where patient_id = $1)
    order by type, id`;
  return (await store.query(sql, { parameters: [patientId] })).map(archived);
}

/** The path of every file that resources came from, by the number they carry. */
export async function filesByNumber(store: ClinicalStore): Promise<ReadonlyMap<number, string>> {
  const rows = await store.query('select id, path from archive.import_file');
  return new Map(rows.map((row) => [numberOf(row, 'id'), textOf(row, 'path')]));
}

/** Resources that belong to no patient, as organisations and practitioners. */
export async function sharedResources(
  store: ClinicalStore,
  types: readonly string[],
): Promise<readonly ArchivedResource[]> {
  const sql = `select ${columns} from archive.held
    where patient_id is null and type in (select unnest($1)) order by type, id`;
  return (await store.query(sql, { parameters: [types] })).map(archived);
}

const archived = (row: ClinicalRow): ArchivedResource => ({
  type: textOf(row, 'type'),
  id: textOf(row, 'id'),
  patientId: textOrNull(row, 'patient_id'),
  resource: JSON.parse(textOf(row, 'body')),
  file: numberOf(row, 'file'),
  line: numberOf(row, 'line'),
});

export interface ResourceCount {
  readonly type: string;
  readonly count: number;
}

/** How many resources of each type are held. */
export async function resourceCounts(store: ClinicalStore): Promise<readonly ResourceCount[]> {
  const sql = 'select type, count(*) as n from archive.held group by type order by type';
  const rows = await store.query(sql);
  return rows.map((row) => ({ type: textOf(row, 'type'), count: numberOf(row, 'n') }));
}

/** What was found at one place of an import. Its texts may hold what a row said: for eyes that may see rows. */
export interface Finding {
  readonly rule: RuleCode;
  readonly severity: Severity;
  readonly file: string;
  readonly line: number;
  readonly element: string;
  readonly found: string;
  readonly allowed: Text;
  readonly nextStep: Text;
}

export interface FindingCount {
  readonly rule: RuleCode;
  readonly severity: Severity;
  readonly file: string;
  readonly count: number;
}

export interface FindingPage {
  readonly rows: readonly Finding[];
  /** Rows kept; each rule keeps a limited number for each file, while its count is exact. */
  readonly total: number;
}

export async function findings(
  store: ClinicalStore,
  run: number,
  page: { readonly from: number; readonly count: number; readonly rule?: RuleCode },
): Promise<FindingPage> {
  const rule = page.rule === undefined ? '' : `and rule = '${page.rule}'`;
  const sql = `select g.rule, g.line, g.element, g.found, f.path
    from archive.finding g join archive.import_file f on f.id = g.file
    where g.run = $1 ${rule} order by f.id, g.line, g.rule, g.element limit $2 offset $3`;
  const rows = await store.query(sql, { parameters: [run, page.count, page.from] });
  const count = `select count(*) as n from archive.finding where run = $1 ${rule}`;
  const [total] = await store.query(count, { parameters: [run] });
  return { rows: rows.map(finding), total: numberOf(total, 'n') };
}

/** How often each rule met in each file: counts only, nothing from a row. */
export async function findingCounts(
  store: ClinicalStore,
  run: number,
): Promise<readonly FindingCount[]> {
  const sql = `select c.rule, f.path, sum(c.count)::bigint as n
    from archive.finding_count c join archive.import_file f on f.id = c.file
    where c.run = $1 group by c.rule, f.path, f.id order by f.id, c.rule`;
  const rows = await store.query(sql, { parameters: [run] });
  return rows.map((row) => {
    const rule = ruleCode(textOf(row, 'rule'));
    const { severity } = rules[rule];
    return { rule, severity, file: textOf(row, 'path'), count: numberOf(row, 'n') };
  });
}

function finding(row: ClinicalRow): Finding {
  const rule = ruleCode(textOf(row, 'rule'));
  const { severity, allowed, nextStep } = rules[rule];
  return {
    rule,
    severity,
    file: textOf(row, 'path'),
    line: numberOf(row, 'line'),
    element: textOf(row, 'element'),
    found: textOf(row, 'found'),
    allowed,
    nextStep,
  };
}

const isRuleCode = (text: string): text is RuleCode => text in rules;

function ruleCode(text: string): RuleCode {
  if (!isRuleCode(text)) throw new RangeError(`no rule ${text}`);
  return text;
}
