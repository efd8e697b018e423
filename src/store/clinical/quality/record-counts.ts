import type { ClinicalStore } from '../clinical-store.ts';
import { numberOf, textOf, textOrNull } from '../rows.ts';

/** How often a code was recorded in some units: counts only. */
export interface RecordCount {
  /** The FHIR type. */
  readonly type: string;
  readonly system: string | null;
  readonly code: string | null;
  readonly count: number;
  readonly lastMonth: string;
}

/** What these units recorded from a month on, by kind and code; empty before the checks have run once. */
export async function recordCounts(
  store: ClinicalStore,
  unitIds: readonly string[],
  fromMonth: string,
): Promise<readonly RecordCount[]> {
  const [laidOut] = await store.query(
    "select count(*) as n from duckdb_tables() where schema_name = 'quality' and table_name = 'dated'",
  );
  if (numberOf(laidOut, 'n') === 0) return [];
  const typeOf = new Map(store.tables.map(({ name, resource }) => [name, resource]));
  const rows = await store.query(
    `select source, code_system, code, count(*) as n, max(strftime(happened, '%Y-%m')) as last
     from quality.dated where unit_id in (select unnest($1)) and strftime(happened, '%Y-%m') >= $2 group by all`,
    { parameters: [unitIds, fromMonth] },
  );
  return rows.map((row) => ({
    type: typeOf.get(textOf(row, 'source')) ?? textOf(row, 'source'),
    system: textOrNull(row, 'code_system'),
    code: textOrNull(row, 'code'),
    count: numberOf(row, 'n'),
    lastMonth: textOf(row, 'last'),
  }));
}
