import type { ElmNode } from '../elm.ts';
import type { ValueSetCodes } from '../measures/value-sets.ts';
import type { Cte } from './cte.ts';
import { type DialectWords, identifier, literal, quoted } from './dialect.ts';
import { Frame, type Relation, type Source } from './frame.ts';
import type { Libraries } from './libraries.ts';
import { parked } from './parking.ts';
import { placeOf, Refusal } from './refusal.ts';
import type { ElementValue, ListsValue, Value } from './value.ts';
import type { FlatTable } from './view-columns.ts';

/** What a name in CQL stands for: a value, or an expression to be written anew wherever the name is used. */
export type Binding =
  | { readonly kind: 'value'; readonly value: Value; readonly sources?: readonly Source[] }
  | { readonly kind: 'later'; readonly node: ElmNode; readonly scope: Scope };

/** Where an expression stands: in whose words it is written, in which SELECT, and what names mean there. */
export interface Scope {
  readonly library: string;
  /** The definition or function that is being written, for names in the SQL. */
  readonly title: string;
  /** The nearest place in a CQL text: translated conversions have none of their own. */
  readonly near: string;
  /** Null where a definition begins: its first query is the outermost SELECT. */
  readonly frame: Frame | null;
  /** What rows that are fetched here are called. */
  readonly alias: string;
  /**
   * Whether the condition decides about the row by itself: that it holds, that it holds or does not, or neither.
   * Then a plain EXISTS serves, and a condition that holds may look its period up by the day.
   */
  readonly decides: 'holds' | 'either' | 'no';
  readonly names: ReadonlyMap<string, Binding>;
  /** Definitions and functions that are being written, to notice a circle. */
  readonly within: readonly string[];
}

export type Handler = (node: ElmNode, scope: Scope, compiler: Compiler) => Value;

export interface CompilerInput {
  readonly words: DialectWords;
  readonly timeZone: string;
  readonly tables: ReadonlyMap<string, FlatTable>;
  readonly libraries: Libraries;
  readonly valueSets: ValueSetCodes;
  readonly handlers: ReadonlyMap<string, Handler>;
}

const mayDecide = new Set(['And', 'Not', 'Exists', 'In', 'ExpressionRef', 'FunctionRef']);
/** A summary of a list with the aliases in whose words its columns are asked for. */
export interface AttachedCte {
  readonly cte: Cte;
  readonly aliases: readonly string[];
}

const mostLevels = 60;
/** Functions are written in place: those that use others twice grow without bounds. Published measures come to 10,000. */
const mostExpressions = 100_000;
const longestName = 50;

/** The state of one compilation: the common table expressions written so far and the names they took. */
export class Compiler {
  readonly input: CompilerInput;
  /** Flat tables that the SQL reads. */
  readonly uses = new Set<string>();
  readonly #ctes: Cte[] = [];
  readonly #names = new Set<string>(['period', 'periods', 'period_days']);
  readonly #definitions = new Map<string, ListsValue>();
  readonly #attached = new Map<string, AttachedCte>();
  readonly #sources = new Map<string, Source>();
  readonly #refusals = new Map<string, string>();
  #usesPeriodDays = false;
  #expressions = 0;

  constructor(input: CompilerInput) {
    this.input = input;
    // A common table expression may not hide a flat table, and names differ in more than capitals.
    for (const { table } of input.tables.values()) this.#names.add(table.toLowerCase());
  }

  value(node: ElmNode, scope: Scope): Value {
    const handler = this.input.handlers.get(node.type ?? '');
    if (handler === undefined) this.refuse(`${node.type ?? 'this'} is not compiled`, node, scope);
    if (scope.within.length > mostLevels)
      this.refuse('definitions go more than 60 levels deep', node, scope);
    this.#expressions += 1;
    if (this.#expressions > mostExpressions)
      this.refuse(
        'written out, the definitions come to more than 100,000 expressions',
        node,
        scope,
      );
    const decides = mayDecide.has(node.type ?? '') ? scope.decides : 'no';
    const near = node.locator === undefined ? scope.near : placeOf(scope.library, node);
    try {
      const value = handler(node, { ...scope, decides, near }, this);
      return parked(value, this.#sources);
    } catch (error) {
      // What is written of times does not know where it stands.
      if (error instanceof Refusal && error.where === '')
        this.refuse(error.message, node, { ...scope, near });
      throw error;
    }
  }

  refuse(because: string, node: ElmNode | undefined, scope: Scope): never {
    const place = node?.locator === undefined ? scope.near : placeOf(scope.library, node);
    throw new Refusal(because, scope.title === '' ? place : `${place}, in "${scope.title}"`);
  }

  table(resource: string, node: ElmNode, scope: Scope): FlatTable {
    const table = this.input.tables.get(resource);
    if (table === undefined) this.refuse(`there is no flat table of ${resource}`, node, scope);
    this.uses.add(table.table);
    return table;
  }

  /** Whether an element is a code or an id, held as it is recorded. */
  isCode({ row, path }: ElementValue): boolean {
    const type = this.input.tables.get(row.resource)?.plain.get(path)?.type;
    return type === 'code' || type === 'id';
  }

  frame(parent: Frame | null): Frame {
    return parent?.child() ?? new Frame(null, () => periodsSource);
  }

  /** The SELECT in which a single value is written. */
  within(scope: Scope, node: ElmNode): Frame {
    return scope.frame ?? this.refuse('a single value stands where rows are needed', node, scope);
  }

  /** A name for SQL that nothing else in the statement has. */
  name(wanted: string): string {
    const short = wanted.slice(0, longestName);
    let name = short;
    for (let n = 2; this.#names.has(name.toLowerCase()); n += 1) name = `${short} ${n}`;
    this.#names.add(name.toLowerCase());
    return name;
  }

  source(relation: Relation, wanted: string): Source {
    return this.known({
      alias: quoted(this.name(wanted)),
      relation,
      join: { kind: 'inner' },
      needs: [],
    });
  }

  /** Notes a source, so that columns may be worked out from its rows. */
  known(source: Source): Source {
    this.#sources.set(source.alias, source);
    return source;
  }

  cte(cte: Cte): Cte {
    this.#ctes.push(cte);
    return cte;
  }

  /** Refuses when the statement is run over rows of which this holds; `because` is told, and no value of a row. */
  refuseWhere(source: Source, condition: string, because: string): void {
    const held = condition.replaceAll(`${source.alias}.`, 'held.');
    const from = identifier(source.relation.name);
    this.#refusals.set(
      `${from} ${held}`,
      `SELECT ${literal(because)} AS because FROM ${from} AS held WHERE ${held}`,
    );
  }

  /** Reasons why the statement must not be run, one SELECT each. */
  get refusals(): readonly string[] {
    return [...this.#refusals.values()];
  }

  /** The rows of a list definition, written as a common table expression once. */
  definition(key: string, write: () => ListsValue): ListsValue {
    const held = this.#definitions.get(key);
    if (held !== undefined) return held;
    const written = write();
    this.#definitions.set(key, written);
    return written;
  }

  /** What a list comes to, worked out once for lists that have the same form. */
  attached(form: string, write: () => AttachedCte): AttachedCte {
    const held = this.#attached.get(form) ?? write();
    this.#attached.set(form, held);
    return held;
  }

  /** The periods by their days, for the SELECT that looks a day up. */
  periodDays(): Source {
    this.#usesPeriodDays = true;
    return periodDaysSource;
  }

  get usesPeriodDays(): boolean {
    return this.#usesPeriodDays;
  }

  /** The WITH list. The last reads the ones before, so that each text is made after all that ask columns of it. */
  withList(): readonly string[] {
    const texts = this.#ctes.toReversed().map((cte) => cte.sql(this.input.words.kept));
    return texts.toReversed();
  }
}

const periods: Relation = {
  name: 'periods',
  hasPatient: false,
  hasPeriod: true,
  column: (alias, { over }) => over(alias),
};

const periodsSource: Source = {
  alias: 'period',
  relation: periods,
  join: { kind: 'inner' },
  needs: [],
};

const periodDaysSource: Source = {
  ...periodsSource,
  relation: { ...periods, name: 'period_days' },
};

/** The periods with their edges as the clocks of the zone show them, and the days these fall on. */
export function periodsCte({ clockTime, kept }: DialectWords, zone: string): string {
  const clocks = ['start', 'end'].map((edge) => {
    const clock = clockTime(`period_${edge}`, zone);
    return `    ${clock} AS ${edge}_by_clock, date_trunc('day', ${clock}) AS ${edge}_day`;
  });
  return `periods AS ${kept}(\n  SELECT period_id, period_start, period_end,\n${clocks.join(',\n')}\n  FROM period\n)`;
}

/** Every day of every period: a row's period is then found by the day, not by comparing with each period. */
export const periodDaysCte = ({ eachDay, kept }: DialectWords): string =>
  `period_days AS ${kept}(\n  SELECT periods.*, each_day.day\n  FROM periods CROSS JOIN LATERAL ${eachDay(
    'periods.start_day',
    "periods.end_day - INTERVAL '1 day'",
  )} AS each_day(day)\n)`;
