import { allOf } from './conditions.ts';
import { identifier } from './dialect.ts';

/** A piece of SQL about one row, that a table or a common table expression further down can be asked for. */
export interface ColumnRequest {
  /** Its name when a common table expression hands it on. */
  readonly name: string;
  /** The SQL over the base table under this alias. */
  readonly over: (alias: string) => string;
}

/** Where rows come from: a flat table, or a common table expression that hands on what it is asked for. */
export interface Relation {
  readonly name: string;
  readonly hasPatient: boolean;
  readonly hasPeriod: boolean;
  /** One record may have several rows in it. */
  readonly mayRepeat?: boolean;
  readonly column: (alias: string, request: ColumnRequest) => string;
}

/** One relation under its alias in a FROM clause. */
export interface Source {
  readonly alias: string;
  readonly relation: Relation;
  /** Beside the patient and the period, which are always matched. */
  readonly join: { readonly kind: 'inner' } | { readonly kind: 'left'; readonly on: string };
  /** Sources that `on` speaks of. */
  readonly needs: readonly Source[];
}

/** It brings rows of a patient, one at least for each row that is selected. */
export const hasRows = ({ relation, join }: Source): boolean =>
  relation.hasPatient && join.kind === 'inner';

/**
 * A SELECT while it is being written: its sources and conditions, and which sources of the SELECTs around it its
 * conditions speak of.
 */
export class Frame {
  readonly parent: Frame | null;
  readonly sources: Source[] = [];
  readonly conditions: string[] = [];
  readonly captured = new Set<Source>();
  readonly #periods: () => Source;

  constructor(parent: Frame | null, periods: () => Source) {
    this.parent = parent;
    this.#periods = periods;
  }

  child(): Frame {
    return new Frame(this, this.#periods);
  }

  add(source: Source): Source {
    this.sources.push(source);
    return source;
  }

  where(...conditions: readonly string[]): void {
    this.conditions.push(...conditions.filter((condition) => condition !== 'TRUE'));
  }

  /** Notes that SQL written in this frame speaks of the source, wherever that stands. */
  speaksOf(source: Source): void {
    if (this.sources.includes(source)) return;
    this.captured.add(source);
    this.parent?.speaksOf(source);
  }

  column(source: Source, request: ColumnRequest): string {
    this.speaksOf(source);
    return source.relation.column(source.alias, request);
  }

  /** The measurement periods, joined to the outermost SELECT. */
  period(): Source {
    if (this.parent !== null) return this.#captured(this.parent.period());
    return this.sources.find(isPeriods) ?? this.add(this.#periods());
  }

  /**
   * The periods day by day, so that a day can be looked up instead of compared with every period. Only for a
   * condition of the outermost SELECT, and only one: the row then has the day of that condition.
   */
  periodDay(days: Source): boolean {
    if (this.parent !== null || this.sources.some(({ relation }) => relation === days.relation))
      return false;
    const place = this.sources.findIndex(isPeriods);
    this.sources.splice(place === -1 ? this.sources.length : place, place === -1 ? 0 : 1, days);
    return true;
  }

  #captured(source: Source): Source {
    this.captured.add(source);
    return source;
  }

  /** The period that rows of this frame are about; a frame without one gets the periods joined. */
  periodId(): string {
    const own = this.sources.find(
      ({ relation, join }) => relation.hasPeriod && join.kind === 'inner',
    );
    if (own !== undefined) return `${own.alias}.period_id`;
    if (this.parent === null) return `${this.period().alias}.period_id`;
    const outer = this.parent.periodOwner();
    this.speaksOf(outer);
    return `${outer.alias}.period_id`;
  }

  periodOwner(): Source {
    const own = this.sources.find(
      ({ relation, join }) => relation.hasPeriod && join.kind === 'inner',
    );
    return own ?? (this.parent === null ? this.period() : this.parent.periodOwner());
  }

  patientOwner(): Source | undefined {
    const own = this.sources.find(
      ({ relation, join }) => relation.hasPatient && join.kind === 'inner',
    );
    return own ?? this.parent?.patientOwner();
  }

  get hasPeriod(): boolean {
    return this.sources.some(({ relation, join }) => relation.hasPeriod && join.kind === 'inner');
  }
}

const isPeriods = ({ alias }: Source): boolean => alias === 'period';

const aliased = ({ relation, alias }: Source): string =>
  relation.name === alias ? identifier(alias) : `${identifier(relation.name)} AS ${alias}`;

/** FROM and WHERE for these sources: every two with a patient are about the same one, likewise with a period. */
export function fromAndWhere(
  sources: readonly Source[],
  conditions: readonly string[],
): { readonly from: string; readonly where: string } {
  const lines = sources.map((source, place) => {
    if (place === 0) return `FROM ${aliased(source)}`;
    const before = sources.slice(0, place);
    if (source.join.kind === 'left') return `LEFT JOIN ${aliased(source)} ON ${source.join.on}`;
    const matches = sameAs(source, before);
    return matches === 'TRUE'
      ? `CROSS JOIN ${aliased(source)}`
      : `JOIN ${aliased(source)} ON ${matches}`;
  });
  const where = allOf(conditions);
  return { from: lines.join('\n  '), where: where === 'TRUE' ? '' : `WHERE ${where}` };
}

function sameAs(source: Source, before: readonly Source[]): string {
  const inner = before.filter(({ join }) => join.kind === 'inner');
  const patient = inner.find(({ relation }) => relation.hasPatient);
  const period = inner.find(({ relation }) => relation.hasPeriod);
  const parts = [];
  if (patient !== undefined && source.relation.hasPatient) {
    parts.push(`${source.alias}.patient_id = ${patient.alias}.patient_id`);
  }
  if (period !== undefined && source.relation.hasPeriod) {
    parts.push(`${source.alias}.period_id = ${period.alias}.period_id`);
  }
  return allOf(parts);
}

/** These sources and the ones that their join conditions speak of, in an order in which SQL can join them. */
export function withNeeded(sources: Iterable<Source>): readonly Source[] {
  const all = new Set<Source>();
  const visit = (source: Source): void => {
    if (all.has(source)) return;
    for (const needed of source.needs) visit(needed);
    all.add(source);
  };
  for (const source of sources) visit(source);
  return [...all].toSorted(
    (a, b) => Number(a.join.kind === 'left') - Number(b.join.kind === 'left'),
  );
}
