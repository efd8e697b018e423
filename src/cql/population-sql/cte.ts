import { identifier } from './dialect.ts';
import { type ColumnRequest, fromAndWhere, hasRows, type Relation, type Source } from './frame.ts';

/** One SELECT of a common table expression. */
export interface Branch {
  readonly sources: readonly Source[];
  readonly conditions: readonly string[];
  /** SQL of the columns every row has: patient_id, period_id, keys. */
  readonly keys: ReadonlyMap<string, string>;
  /** The source whose columns are handed on. */
  readonly rows: Source | null;
}

/** How rows that are the same, or all but the first, are left out. */
export interface Thinning {
  readonly kind: 'all' | 'distinct' | 'first' | 'grouped';
  /** For 'first': the key within which rows compete, and their order. For 'grouped': the key. */
  readonly key: readonly string[];
  readonly order: readonly string[];
}

interface Derived {
  readonly name: string;
  /** Columns of one level rest on those before. */
  readonly level: number;
}

/** Whether a SELECT from these may give the rows of one of them several times. */
export const repeats = (sources: readonly Source[]): boolean =>
  sources.filter(hasRows).length > 1 ||
  sources.some(({ relation }) => relation.hasPatient && relation.mayRepeat === true);

/** What a row is called where columns are worked out from its others. */
const self = 'own';

const keepAll: Thinning = { kind: 'all', key: [], order: [] };

/**
 * A common table expression whose columns grow with what is asked of it, so that it selects nothing in vain. Its
 * text is made last, when everything that reads it has been written.
 */
export class Cte implements Relation {
  readonly name: string;
  readonly #branches: readonly Branch[];
  readonly #thinning: Thinning;
  readonly #requests = new Map<string, ColumnRequest>();
  readonly #extra = new Map<string, string>();
  readonly #derived = new Map<string, Derived>();

  constructor(name: string, branches: readonly Branch[], thinning: Thinning = keepAll) {
    this.name = name;
    this.#branches = branches;
    this.#thinning = thinning;
  }

  get hasPatient(): boolean {
    return this.#branches.every(({ keys }) => keys.has('patient_id'));
  }

  get hasPeriod(): boolean {
    return this.#branches.every(({ keys }) => keys.has('period_id'));
  }

  /** Rows of several sources side by side repeat the record of one; a union leaves repeated rows out. */
  get mayRepeat(): boolean {
    const [only, ...others] = this.#branches;
    return (
      this.#thinning.kind === 'all' &&
      others.length === 0 &&
      only !== undefined &&
      repeats(only.sources)
    );
  }

  column(alias: string, request: ColumnRequest): string {
    const isKey = this.#branches.every(({ keys }) => keys.has(request.name));
    if (!isKey) this.#requests.set(request.name, request);
    return `${alias}.${identifier(request.name)}`;
  }

  /** A column of its own, the same SQL under the same name once. */
  extra(hint: string, sql: string): string {
    for (const [name, held] of this.#extra) if (held === sql) return name;
    const taken = (name: string): boolean =>
      this.#extra.has(name) || this.#branches.some(({ keys }) => keys.has(name));
    let name = hint;
    for (let n = 2; taken(name); n += 1) name = `${hint}_${n}`;
    this.#extra.set(name, sql);
    return name;
  }

  /**
   * A column worked out from the other columns of the same row, so that a long expression is written once.
   *
   * @param sql the expression as it stands in a SELECT that reads these rows under the alias
   */
  derive(alias: string, sql: string): string {
    const own = sql.replaceAll(`${alias}.`, `${self}.`);
    const held = this.#derived.get(own);
    if (held !== undefined) return `${alias}.${held.name}`;
    const restsOn = [...this.#derived.values()].filter(({ name }) =>
      new RegExp(`\\b${self}\\.${name}\\b`).test(own),
    );
    const level = 1 + Math.max(0, ...restsOn.map((one) => one.level));
    const name = `derived_${this.#derived.size + 1}`;
    this.#derived.set(own, { name, level });
    return `${alias}.${name}`;
  }

  sql(kept: string): string {
    const body = this.#branches.map((branch) => this.#select(branch)).join('\n  UNION\n  ');
    const levels = Math.max(0, ...[...this.#derived.values()].map(({ level }) => level));
    const named = (level: number): string =>
      identifier(level === levels ? this.name : `${this.name} ${level}`);
    const steps = Array.from({ length: levels }, (_, place) => place + 1).map((level) => {
      const columns = [...this.#derived]
        .filter(([, one]) => one.level === level)
        .map(([sql, { name }]) => `${sql} AS ${name}`);
      return `${named(level)} AS ${kept}(\n  SELECT ${self}.*, ${columns.join(',\n    ')}\n  FROM ${named(level - 1)} AS ${self}\n)`;
    });
    return [`${named(0)} AS ${kept}(\n  ${body}\n)`, ...steps].join(',\n');
  }

  #select({ sources, conditions, keys, rows }: Branch): string {
    const handedOn = [...this.#requests.values()].map((request): [string, string] => {
      if (rows === null) throw new Error(`Cte ${this.name}: no rows to ask for ${request.name}`);
      return [request.name, rows.relation.column(rows.alias, request)];
    });
    const columns = [...keys, ...this.#extra, ...handedOn].map(([name, sql]) =>
      sql.endsWith(`.${identifier(name)}`) ? sql : `${sql} AS ${identifier(name)}`,
    );
    const { from, where } = fromAndWhere(sources, conditions);
    const list = columns.join(', ').length > 90 ? columns.join(',\n    ') : columns.join(', ');
    return [`${this.#selectWord()} ${list}`, from, where, this.#ending()]
      .filter((line) => line !== '')
      .join('\n  ');
  }

  #selectWord(): string {
    const { kind, key } = this.#thinning;
    if (kind === 'distinct') return 'SELECT DISTINCT';
    return kind === 'first' ? `SELECT DISTINCT ON (${key.join(', ')})` : 'SELECT';
  }

  #ending(): string {
    const { kind, key, order } = this.#thinning;
    if (kind === 'first') return `ORDER BY ${[...key, ...order].join(', ')}`;
    return kind === 'grouped' ? `GROUP BY ${key.join(', ')}` : '';
  }
}
