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
import { firstInstant, lastInstant, localClock } from './instants.ts';
import { requireUniqueNames } from './view-definition.ts';

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
  const names = [...carry, ...columns.map(({ name }) => name)];
  requireUniqueNames(names);
  const dated = compiled.columns.filter(hasInstants).map(({ name }) => ({
    text: identifier(name),
    wall: identifier(`_${name}_wall`),
    first: identifier(`${name}_low`),
    last: identifier(`${name}_high`),
  }));
  const walls = dated.map(({ text, wall }) => `${localClock(text, instants)} AS ${wall}`);
  const lows = dated.map((one) => `${firstInstant(one, zone, instants)} AS ${one.first}`);
  const highs = dated.map((one) => `${lastInstant(one, zone, instants)} AS ${one.last}`);
  if (dated.length === 0) return compiled;
  const withWalls = `(SELECT ${['*', ...walls].join(', ')} FROM (${compiled.sql}) AS _view)`;
  const withLows = `(SELECT ${['*', ...lows].join(', ')} FROM ${withWalls} AS _local)`;
  const withHighs = `(SELECT ${['*', ...highs].join(', ')} FROM ${withLows} AS _begun)`;
  const kept = names.map(identifier).join(', ');
  return { ...compiled, sql: `SELECT ${kept} FROM ${withHighs} AS _dated`, columns };
}

const hasInstants = ({ fhirType, collection }: ViewResultColumn): boolean =>
  isTemporal(fhirType) && !collection;

const instantColumn = ({ name }: ViewResultColumn, ending: string): ViewResultColumn => ({
  name: `${name}${ending}`,
  sqlType: 'TIMESTAMP',
  fhirType: 'instant',
  collection: false,
});
