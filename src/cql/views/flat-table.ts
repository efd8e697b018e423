import {
  type CompiledView,
  compileView,
  defaultZone,
  dialects,
  type ViewOptions,
  type ViewResultColumn,
} from './compile-view.ts';
import { identifier } from './dialect.ts';
import { isTemporal } from './fhir-elements.ts';
import { firstInstant, lastInstant } from './instants.ts';

/**
 * Compiles a view as a flat table: beside each date or time column `x` (text, as recorded) stand `x_low` and
 * `x_high`, the first and the last instant in UTC that the text may mean; both null when it is unreadable.
 */
export function compileFlatTable(view: unknown, options: ViewOptions): CompiledView {
  const compiled = compileView(view, options);
  const { carry = [], zone = defaultZone } = options;
  const { instants } = dialects[options.dialect];
  const columns = compiled.columns.flatMap((column) =>
    hasInstants(column)
      ? [column, instantColumn(column, '_low'), instantColumn(column, '_high')]
      : [column],
  );
  const lows = compiled.columns.filter(hasInstants).map((column) => {
    const name = identifier(column.name);
    return `${firstInstant(name, zone, instants)} AS ${lowOf(column)}`;
  });
  const written = compiled.columns.flatMap((column) => {
    const name = identifier(column.name);
    if (!hasInstants(column)) return [name];
    const high = lastInstant(name, lowOf(column), zone, instants);
    return [name, lowOf(column), `${high} AS ${identifier(`${column.name}_high`)}`];
  });
  const names = [...carry.map(identifier), ...written];
  const withLows = `(SELECT ${['*', ...lows].join(', ')} FROM (${compiled.sql}) AS _view)`;
  return { ...compiled, sql: `SELECT ${names.join(', ')} FROM ${withLows} AS _dated`, columns };
}

const lowOf = ({ name }: ViewResultColumn): string => identifier(`${name}_low`);

const hasInstants = ({ fhirType, collection }: ViewResultColumn): boolean =>
  isTemporal(fhirType) && !collection;

const instantColumn = ({ name, fhirType }: ViewResultColumn, ending: string): ViewResultColumn => ({
  name: `${name}${ending}`,
  sqlType: 'TIMESTAMP',
  fhirType,
  collection: false,
});
