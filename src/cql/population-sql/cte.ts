import { identifier } from './dialect.ts';
import { type ColumnRequest, fromAndWhere, type Relation, type Source } from './frame.ts';

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

  sql(kept: string): string {
    const body = this.#branches.map((branch) => this.#select(branch)).join('\n  UNION\n  ');
    return `${identifier(this.name)} AS ${kept}(\n  ${body}\n)`;
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
