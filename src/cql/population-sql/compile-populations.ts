import type { ElmLibrary, ElmNode } from '../elm.ts';
import { type Measure, responsibleUnit } from '../measures/measure.ts';
import type { ValueSetCodes } from '../measures/value-sets.ts';
import { Compiler, periodDaysCte, periodsCte, type Scope } from './compiler.ts';
import { type Counting, countedEvents } from './counted-events.ts';
import { type DialectWords, dialects, type SqlDialect } from './dialect.ts';
import { fromAndWhere } from './frame.ts';
import { handlers } from './handlers.ts';
import { Libraries } from './libraries.ts';
import { columnRequest } from './project.ts';
import { Refusal } from './refusal.ts';
import { numberSql, type RowsValue, type Value } from './value.ts';
import { flatTables } from './view-columns.ts';

export interface PopulationQuestion {
  /** The measure's library and everything it includes. */
  readonly elm: readonly ElmLibrary[];
  readonly measure: Measure;
  /** How its populations lie within each other; as a measure of the library has them unless said. */
  readonly counting?: Counting;
  /** The definition of who is excluded from the numerator again. */
  readonly numeratorExclusion?: string | undefined;
  /** The ViewDefinitions of the flat tables, as parsed JSON. */
  readonly views: readonly unknown[];
  readonly valueSets: ValueSetCodes;
  readonly dialect: SqlDialect;
  /** Whose calendar the measurement periods follow; Europe/Stockholm unless said. */
  readonly timeZone?: string;
}

export type CompiledPopulations =
  | {
      readonly kind: 'sql';
      /** One row for each event of the initial population in each period. */
      readonly membershipSql: string;
      /** One row for each unit and period. */
      readonly aggregateSql: string;
      /** The same of rows that are kept: reads a relation `membership` with the columns of membershipSql but the event's id. */
      readonly sumsSql: string;
      /** The flat tables that are read. */
      readonly uses: readonly string[];
      /**
       * Tells whether these records can be answered in SQL: each row is a reason why not (a column `because`, without
       * any value of a record), and the other path must run. Null when any records can.
       */
      readonly unlessSql: string | null;
    }
  | { readonly kind: 'not-compilable'; readonly because: string; readonly where: string };

/**
 * A measure's populations as one SQL statement over the flat tables, for every period and every patient at once.
 *
 * Both statements read a relation period(period_id, period_start, period_end), in UTC, the end not included. What
 * cannot be said in SQL with the same answer as in memory is refused, with the reason and the place.
 *
 * @throws ProblemError when a value set is missing
 */
export function compilePopulations(question: PopulationQuestion): CompiledPopulations {
  const words = dialects[question.dialect];
  const timeZone = question.timeZone ?? 'Europe/Stockholm';
  try {
    const compiler = new Compiler({
      words,
      timeZone,
      tables: flatTables(question.views),
      libraries: new Libraries(question.elm),
      valueSets: question.valueSets,
      handlers,
    });
    const membership = membershipSelect(question, compiler);
    const days = compiler.usesPeriodDays ? [periodDaysCte(words)] : [];
    const { refusals } = compiler;
    const sumsSql = aggregate(question.measure, words);
    const head = `WITH ${[periodsCte(words, timeZone), ...days, ...compiler.withList()].join(',\n')}`;
    return {
      kind: 'sql',
      membershipSql: `${head}\n${membership}`,
      aggregateSql: `${head},\nmembership AS (\n${membership}\n)\n${sumsSql}`,
      sumsSql,
      uses: [...compiler.uses].toSorted((a, b) => (a < b ? -1 : 1)),
      unlessSql:
        refusals.length === 0 ? null : `${head}\n${refusals.join('\nUNION ALL\n')}\nLIMIT 1`,
    };
  } catch (error) {
    if (error instanceof Refusal)
      return { kind: 'not-compilable', because: error.message, where: error.where };
    throw error;
  }
}

function membershipSelect(question: PopulationQuestion, compiler: Compiler): string {
  const { measure, counting = 'library', numeratorExclusion } = question;
  const outermost: Scope = {
    library: measure.library,
    near: measure.library,
    title: '',
    frame: null,
    alias: 'Event',
    decides: 'no',
    names: new Map(),
    within: [],
  };
  const { populations } = measure;
  const events = population(populations.initialPopulation, outermost, compiler);
  const { frame } = events;
  const row = events.element;
  if (row.kind !== 'row' || row.resource !== measure.basis) {
    return compiler.refuse(
      `the initial population is no list of ${measure.basis}`,
      undefined,
      outermost,
    );
  }
  const periodId = frame.periodId();
  const scope: Scope = {
    ...outermost,
    frame,
    names: new Map([['Event', { kind: 'value', value: row }]]),
  };
  const facts = factColumns(question, scope, compiler);
  const id = frame.column(row.source, columnRequest('id'));
  const memberships = new Memberships(events, compiler, outermost);
  const member = (name: string | undefined): string => memberships.of(name, { id, periodId });
  const denominator = member(populations.denominator);
  const excluded = populations.exclusion === undefined ? 'FALSE' : member(populations.exclusion);
  const numerator =
    populations.numerator === undefined ? allUnlessSaid(counting) : member(populations.numerator);
  const excludedAgain = numeratorExclusion === undefined ? 'FALSE' : member(numeratorExclusion);
  const excepted = populations.exception === undefined ? 'FALSE' : member(populations.exception);
  const columns = [
    `${periodId} AS period_id`,
    `${row.source.alias}.patient_id AS patient_id`,
    `${id} AS event_id`,
    `${facts.unit} AS unit_id`,
    `${denominator} AS in_denominator`,
    `${excluded} AS in_exclusion`,
    `${numerator} AS in_numerator`,
    `${excludedAgain} AS in_numerator_exclusion`,
    `${excepted} AS in_exception`,
    `${facts.observation} AS observation`,
    `${facts.denominatorObservation} AS denominator_observation`,
  ];
  const isRepeated = frame.sources.some(({ relation }) => relation.mayRepeat === true);
  if (isRepeated && counting === 'library')
    return compiler.refuse('a population may have an event twice', undefined, outermost);
  const { from, where } = fromAndWhere(frame.sources, frame.conditions);
  return countedEvents(
    `SELECT ${columns.join(',\n    ')}\n  ${from}\n  ${where}`.trimEnd(),
    { counting, isRepeated },
    compiler.input.words,
  );
}

/** In the library a measure without a numerator counts everybody; a group without one nobody. */
const allUnlessSaid = (counting: Counting): string => (counting === 'library' ? 'TRUE' : 'FALSE');

function population(name: string, scope: Scope, compiler: Compiler): RowsValue {
  const value = compiler.value({ type: 'ExpressionRef', name }, scope);
  return value.kind === 'rows'
    ? value
    : compiler.refuse(`"${name}" is no list of events`, undefined, scope);
}

interface Facts {
  readonly unit: string;
  readonly observation: string;
  readonly denominatorObservation: string;
}

function factColumns(
  { measure, counting = 'library' }: PopulationQuestion,
  scope: Scope,
  compiler: Compiler,
): Facts {
  const { populations, basis } = measure;
  const isOfPatient = counting !== 'library' && basis === 'Patient';
  const call = (name: string): Value =>
    compiler.value(
      isOfPatient && name !== responsibleUnit
        ? { type: 'FunctionRef', name, operand: [] }
        : functionCall(name, basis),
      { ...scope, title: name },
    );
  const number = (name: string | undefined): string => {
    if (name === undefined) return 'NULL';
    const value = call(name);
    if (value.kind === 'null') return 'NULL';
    return value.kind === 'number'
      ? numberSql(value)
      : compiler.refuse(`"${name}" is a ${value.kind}, not a number`, undefined, scope);
  };
  const unit = call(responsibleUnit);
  if (unit.kind !== 'text' && unit.kind !== 'null') {
    return compiler.refuse(
      `"${responsibleUnit}" is a ${unit.kind}, not a reference`,
      undefined,
      scope,
    );
  }
  return {
    unit:
      unit.kind === 'null'
        ? 'NULL'
        : (unit.reference?.id ?? `replace(${unit.sql}, 'Organization/', '')`),
    observation: number(populations.observation ?? populations.numeratorObservation),
    denominatorObservation: number(populations.denominatorObservation),
  };
}

const functionCall = (name: string, basis: string): ElmNode => ({
  type: 'FunctionRef',
  name,
  signature: [{ type: 'NamedTypeSpecifier', name: `{http://hl7.org/fhir}${basis}` }],
  operand: [{ type: 'AliasRef', name: 'Event' }],
});

/** Joins the other populations to the events, each once, by event and period. */
class Memberships {
  readonly #events: RowsValue;
  readonly #compiler: Compiler;
  readonly #scope: Scope;

  constructor(events: RowsValue, compiler: Compiler, scope: Scope) {
    this.#events = events;
    this.#compiler = compiler;
    this.#scope = scope;
  }

  of(name: string | undefined, event: { readonly id: string; readonly periodId: string }): string {
    if (name === undefined) return 'FALSE';
    const rows = population(name, { ...this.#scope, alias: name }, this.#compiler);
    const [own] = rows.frame.sources;
    const [events] = this.#events.frame.sources;
    if (own === undefined || events === undefined)
      throw new Error('Memberships: a population has no source');
    if (own.relation === events.relation) return 'TRUE';
    const id = rows.frame.column(own, columnRequest('id'));
    const period = own.relation.hasPeriod ? ` AND ${own.alias}.period_id = ${event.periodId}` : '';
    this.#events.frame.add({
      ...own,
      join: { kind: 'left', on: `${id} = ${event.id}${period}` },
    });
    return `${own.alias}.patient_id IS NOT NULL`;
  }
}

/** The sums of events that are kept in a relation `membership`, however they were counted. */
export const sumsOfEvents = (measure: Measure, dialect: SqlDialect): string =>
  aggregate(measure, dialects[dialect]);

/** Sums of fractions depend on their order in the last digits: they are added up in one order, so that asking twice gives one answer. */
function aggregate({ scoring }: Measure, { decimal }: DialectWords): string {
  const sums = {
    proportion: [
      'SUM(CASE WHEN numerator THEN 1 ELSE 0 END)',
      'SUM(CASE WHEN denominator AND NOT exclusion AND NOT exception THEN 1 ELSE 0 END)',
      'NULL',
    ],
    continuous: [
      'SUM(observation ORDER BY observation)',
      'COUNT(observation)',
      'SUM(observation * observation ORDER BY observation)',
    ],
    ratio: [
      'SUM(observation ORDER BY observation)',
      'SUM(denominator_observation ORDER BY denominator_observation)',
      'NULL',
    ],
  }[scoring];
  const [numerator, denominator, squares] = sums;
  return `SELECT unit_id, period_id,
  CAST(COALESCE(${numerator}, 0) AS ${decimal}) AS numerator,
  CAST(COALESCE(${denominator}, 0) AS ${decimal}) AS denominator,
  CAST(${squares} AS ${decimal}) AS sum_of_squares,
  CAST(COUNT(*) AS BIGINT) AS initial_population,
  CAST(SUM(CASE WHEN exclusion OR exception THEN 1 ELSE 0 END) AS BIGINT) AS excluded
FROM membership
GROUP BY unit_id, period_id`;
}
