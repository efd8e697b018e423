import type { ElmNode } from '../elm.ts';
import type { Compiler, Scope } from './compiler.ts';
import { Cte, type Thinning } from './cte.ts';
import { quoted } from './dialect.ts';
import { type Frame, fromAndWhere, type Source, withNeeded } from './frame.ts';
import { columnRequest, plainName } from './project.ts';
import { allOf } from './truth.ts';
import type { RowsValue } from './value.ts';

/** SQL that is true when there is such a row for the patient, and the period, of the SELECT around it. */
export function existsSql(rows: RowsValue, outer: Frame): string {
  const { frame } = rows;
  const own = frame.patientOwner();
  const around = outer.patientOwner();
  const matches: string[] = [];
  if (own !== undefined && around !== undefined && own !== around) {
    outer.speaksOf(around);
    matches.push(`${own.alias}.patient_id = ${around.alias}.patient_id`);
  }
  if (frame.hasPeriod) matches.push(`${frame.periodId()} = ${outer.periodId()}`);
  const { from, where } = fromAndWhere(frame.sources, [...matches, ...frame.conditions]);
  return `EXISTS (SELECT 1 ${from} ${where})`;
}

/** What a list comes to for each row around it: SQL of the columns, given the rows' own SQL. */
export interface Summary {
  readonly thinning: 'distinct' | 'first' | 'grouped';
  readonly order: readonly string[];
}

export interface Attached {
  readonly cte: Cte;
  readonly source: Source;
}

/**
 * Works out what a list comes to for every row around it at once, and joins that to the row: set by set, never row
 * by row. The rows outside that the list speaks of are read again beside it, and their ids are the key.
 */
export function attach(
  rows: RowsValue,
  summary: Summary,
  scope: Scope,
  compiler: Compiler,
  node: ElmNode,
): Attached {
  const around = compiler.within(scope, node);
  const captured = [...rows.frame.captured].filter(
    (source) => !rows.frame.sources.includes(source),
  );
  const sources = withNeeded([...captured, ...rows.frame.sources]);
  const keys = keysOf(rows.frame, captured, sources);
  if (keys === undefined)
    return compiler.refuse('a list does not belong to a patient', node, scope);
  const title = compiler.name(scope.title === '' ? 'value' : scope.title);
  const key = [...keys.values()].map(({ sql }) => sql);
  const thinning: Thinning = { kind: summary.thinning, key, order: summary.order };
  const columns = new Map([...keys].map(([name, { sql }]) => [name, sql]));
  const element = rows.element.kind === 'row' ? rows.element.source : null;
  const branch = { sources, conditions: rows.frame.conditions, keys: columns, rows: element };
  const cte = compiler.cte(new Cte(title, [branch], thinning));
  const target = targetOf(around, captured);
  const alias = quoted(title);
  const on = [...keys].map(([name, { outside }]) => `${alias}.${name} = ${outside(target)}`);
  const source: Source = {
    alias,
    relation: cte,
    join: { kind: 'left', on: allOf(on) },
    needs: neededFor(target, captured),
  };
  target.add(source);
  around.speaksOf(source);
  return { cte, source };
}

interface Key {
  readonly sql: string;
  readonly outside: (target: Frame) => string;
}

function keysOf(
  frame: Frame,
  captured: readonly Source[],
  sources: readonly Source[],
): ReadonlyMap<string, Key> | undefined {
  const patient = frame.sources.find(
    ({ relation, join }) => relation.hasPatient && join.kind === 'inner',
  );
  if (patient === undefined) return undefined;
  const keys = new Map<string, Key>();
  keys.set('patient_id', { sql: `${patient.alias}.patient_id`, outside: patientOf });
  const period = sources.find(({ relation, join }) => relation.hasPeriod && join.kind === 'inner');
  if (period !== undefined) {
    keys.set('period_id', {
      sql: `${period.alias}.period_id`,
      outside: (target) => target.periodId(),
    });
  }
  for (const source of captured) {
    if (!source.relation.hasPatient || source.join.kind === 'left') continue;
    const id = source.relation.column(source.alias, columnRequest('id'));
    keys.set(`${plainName(source.alias)}_id`.replace(/^_/, '').replace('__', '_'), {
      sql: id,
      outside: () => id,
    });
  }
  return keys;
}

function patientOf(target: Frame): string {
  const owner = target.patientOwner();
  if (owner === undefined) throw new Error('attach: the SELECT around a list has no patient');
  return `${owner.alias}.patient_id`;
}

/** The innermost SELECT that has a row the list speaks of; without one, the outermost that has a patient. */
function targetOf(around: Frame, captured: readonly Source[]): Frame {
  let outermost = around;
  for (let frame: Frame | null = around; frame !== null; frame = frame.parent) {
    const { sources } = frame;
    if (captured.some((source) => source.relation.hasPatient && sources.includes(source)))
      return frame;
    if (sources.some(({ relation }) => relation.hasPatient)) outermost = frame;
  }
  return outermost;
}

const neededFor = (target: Frame, captured: readonly Source[]): readonly Source[] => {
  const patient = target.patientOwner();
  const own = target.sources.filter(
    ({ relation, join }) => relation.hasPeriod && join.kind === 'inner',
  );
  return [...captured, ...(patient === undefined ? [] : [patient]), ...own];
};
