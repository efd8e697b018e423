import type { Dialect, DialectName } from './dialect.ts';
import { duckdb } from './duckdb.ts';
import { planView } from './plan.ts';
import { postgres } from './postgres.ts';
import { statement } from './statement.ts';
import { readViewDefinition } from './view-definition.ts';
import type { PlannedColumn } from './view-plan.ts';

export interface ViewOptions {
  readonly dialect: DialectName;
  /** SQL naming a relation with a text or JSON column `resource`; resources of other types are left out. */
  readonly from: string;
  /** Columns of `from` that each row keeps, as a resource key. */
  readonly carry?: readonly string[];
  /** Where a time without an offset was recorded; Europe/Stockholm unless said. */
  readonly zone?: string;
}

export interface ViewResultColumn {
  readonly name: string;
  readonly sqlType: string;
  readonly fhirType: string;
  readonly collection: boolean;
}

export interface CompiledView {
  readonly name: string;
  readonly resource: string;
  readonly sql: string;
  /** The view's columns in order, without the carried ones. */
  readonly columns: readonly ViewResultColumn[];
  /** What works but is probably not meant: an element FHIR R4 does not know, a type that does not fit. */
  readonly cautions: readonly string[];
}

export const defaultZone = 'Europe/Stockholm';

export const dialects: Readonly<Record<DialectName, Dialect>> = { duckdb, postgres };

/**
 * Compiles a SQL on FHIR v2 ViewDefinition to one SELECT statement.
 *
 * DuckDB reads each resource once, with a structure of only the elements in use. Rows come in no fixed order.
 * Resources must be valid JSON.
 *
 * @param view the ViewDefinition as parsed JSON
 * @throws ProblemError with code view.not-valid, view.path-unreadable or view.path-not-possible and the place in the view
 */
export function compileView(view: unknown, options: ViewOptions): CompiledView {
  const { dialect: name, from, carry = [], zone = defaultZone } = options;
  const definition = readViewDefinition(view);
  const plan = planView(definition, zone);
  const dialect = dialects[name];
  return {
    name: definition.name,
    resource: definition.resource,
    sql: statement(plan, dialect, { from, carry }),
    columns: plan.rows.columns.map((column) => resultColumn(column, dialect)),
    cautions: plan.cautions,
  };
}

const resultColumn = (
  { name, fhirType, collection }: PlannedColumn,
  dialect: Dialect,
): ViewResultColumn => ({
  name,
  sqlType: dialect.sqlType(fhirType, collection),
  fhirType,
  collection,
});
