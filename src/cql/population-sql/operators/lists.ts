import { type ElmNode, nodeAt, nodesAt, textAt } from '../../elm.ts';
import { isMissing } from '../choose.ts';
import type { Compiler, Handler, Scope } from '../compiler.ts';
import { anyOf } from '../conditions.ts';
import { attach, existsSql, joinOne, type Place } from '../correlate.ts';
import { Cte } from '../cte.ts';
import { literal } from '../dialect.ts';
import { Elements } from '../elements.ts';
import type { Relation, Source } from '../frame.ts';
import { plain } from '../plain.ts';
import { columnRequest, project } from '../project.ts';
import { branchOf, nameRows, read, readAgain, shelfOf } from '../rows.ts';
import { decided } from '../truth.ts';
import {
  certain,
  type NestedValue,
  nothing,
  type RowsValue,
  type Truth,
  type Value,
} from '../value.ts';
import { codeTexts, isAmong } from './codes.ts';
import { theOperand } from './operand.ts';

/**
 * The records of one type, those with certain codes when the retrieve says so: a common table expression, in which
 * also what is worked out from one record is worked out.
 */
const retrieve: Handler = (node, scope, compiler) => {
  const resource = /\}(\w+)$/.exec(textAt(node, 'dataType') ?? '')?.[1] ?? '';
  refuseSpecials(node, scope, compiler);
  const profile = declaredProfile(node, resource);
  const codes = nodeAt(node, 'codes');
  const title = codes === undefined ? `Every ${resource}` : `${resource}: ${codesName(codes)}`;
  const texts = codes === undefined ? [] : codeTexts(codes, scope, compiler);
  const path = textAt(node, 'codeProperty') ?? '';
  const key = JSON.stringify([resource, profile, codes === undefined ? null : path, texts]);
  const rows = compiler.definition(key, () => {
    const outermost = { ...scope, frame: compiler.frame(null), alias: resource };
    const record = records(resource, outermost, compiler, node);
    if (profile !== null) onlyOfProfile(record, profile, outermost, compiler, node);
    if (codes !== undefined) onlyWithCodes(record, path, texts, outermost, compiler, node);
    return read(
      nameRows(record, title, compiler, node, outermost),
      { ...outermost, frame: null },
      compiler,
      title,
    );
  });
  return readAgain(rows, scope.alias === '' ? resource : scope.alias, scope, compiler);
};

function refuseSpecials(node: ElmNode, scope: Scope, compiler: Compiler): void {
  if (nodeAt(node, 'dateRange') !== undefined)
    compiler.refuse('a date range in a retrieve is not compiled', node, scope);
  if (nodesAt(node, 'include').length > 0 || nodeAt(node, 'context') !== undefined)
    compiler.refuse('a retrieve for others or with what it refers to is not compiled', node, scope);
}

/** The profile that records must declare; null when any record of the type will do. */
function declaredProfile(node: ElmNode, resource: string): string | null {
  const profile = textAt(node, 'templateId') ?? '';
  return profile === '' || profile === `http://hl7.org/fhir/StructureDefinition/${resource}`
    ? null
    : profile;
}

/** A record declares a profile with or without a version. */
function onlyOfProfile(
  { element, frame }: RowsValue,
  profile: string,
  scope: Scope,
  compiler: Compiler,
  node: ElmNode,
): void {
  if (element.kind !== 'row') return;
  const { table, profiles } = compiler.table(element.resource, node, scope);
  if (profiles === null)
    compiler.refuse(`the flat table ${table} does not hold profiles (${profile})`, node, scope);
  const { words } = compiler.input;
  const list = new Elements(compiler, scope, node).column(element, profiles);
  const versioned = `starts_with(item, ${literal(`${profile}|`)})`;
  frame.where(anyOf([words.hasAny(list, [profile]), words.anyItem(list, 'item', versioned)]));
}

function records(resource: string, scope: Scope, compiler: Compiler, node: ElmNode): RowsValue {
  const table = compiler.table(resource, node, scope);
  const ofPatient = [...table.references.values()].some(({ column }) => column === 'patient_id');
  if (!ofPatient && resource !== 'Patient')
    compiler.refuse(`${resource} does not belong to a patient`, node, scope);
  const frame = compiler.within(scope, node);
  const source = frame.add(compiler.source(baseRelation(table.table), `${resource} record`));
  return {
    kind: 'rows',
    frame,
    element: { kind: 'row', resource, source },
    order: [],
    isDistinct: false,
  };
}

function onlyWithCodes(
  { element, frame }: RowsValue,
  path: string,
  texts: readonly string[],
  scope: Scope,
  compiler: Compiler,
  node: ElmNode,
): void {
  if (element.kind !== 'row') return;
  const { codings } = compiler.table(element.resource, node, scope);
  const concept = { kind: 'element', row: element, path: codingPath(codings, path) } as const;
  frame.where(
    isAmong(new Elements(compiler, scope, node).codings(concept), texts, compiler).isTrue,
  );
}

/** What the codes are called in the text, for a name in the SQL. */
function codesName(codes: ElmNode): string {
  const own = textAt(codes, 'name');
  const operand = nodeAt(codes, 'operand') ?? nodesAt(codes, 'operand')[0];
  return own ?? (operand === undefined ? 'codes' : codesName(operand));
}

/** The code of a medication is a choice; only its concept has codings. */
const codingPath = (codings: ReadonlyMap<string, string>, path: string): string =>
  codings.has(path) ? path : `${path}[CodeableConcept]`;

const baseRelation = (table: string): Relation => ({
  name: table,
  hasPatient: true,
  hasPeriod: false,
  column: (alias, { over }) => over(alias),
});

const union: Handler = (node, scope, compiler) => {
  const parts = nodesAt(node, 'operand').map((part) => {
    const value = compiler.value(part, scope);
    return value.kind === 'rows'
      ? value
      : compiler.refuse('a union needs lists from the data', part, scope);
  });
  const types = new Set(
    parts.map(({ element }) => (element.kind === 'row' ? element.resource : '')),
  );
  const [resource] = types;
  if (types.size !== 1 || resource === undefined || resource === '') {
    return compiler.refuse('a union of records of different types is not compiled', node, scope);
  }
  if (parts.some(({ frame }) => frame.hasPeriod)) for (const { frame } of parts) frame.periodId();
  const branches = parts.map((part) => branchOf(part, compiler, node, scope));
  const cte = compiler.cte(new Cte(compiler.name(scope.title), branches));
  const handedOn = {
    cte,
    element: (source: Source) => ({ kind: 'row', resource, source }) as const,
  };
  return read(handedOn, scope, compiler, scope.title);
};

const exists: Handler = (node, scope, compiler) => {
  const operand = theOperand(node, scope, compiler);
  const list = compiler.value(operand, { ...scope, decides: 'no' });
  if (list.kind === 'null') return decided('FALSE');
  if (list.kind === 'nested') return decided(nestedExists(list, compiler));
  if (list.kind !== 'rows')
    return compiler.refuse(`whether a ${list.kind} has items is not compiled`, node, scope);
  onlyPresent(list, node, scope, compiler);
  if (scope.decides === 'no') return attachedExists(list, { scope, compiler, node });
  const sql = existsSql(list, compiler.within(scope, node));
  return { kind: 'truth', isTrue: sql, isFalse: `NOT ${sql}` };
};

/** Missing items do not count as items. */
function onlyPresent(
  { element, frame }: RowsValue,
  node: ElmNode,
  scope: Scope,
  compiler: Compiler,
): void {
  if (element.kind === 'row') return;
  const missing = isMissing(element);
  if (missing === undefined)
    compiler.refuse(`items of ${element.kind} are not counted`, node, scope);
  frame.where(missing.isFalse);
}

function attachedExists(list: RowsValue, place: Place): Truth {
  const { reader } = attach(
    { ...list, element: nothing },
    { thinning: 'distinct', order: [] },
    place,
  );
  const found = `${reader.alias}.patient_id`;
  return { kind: 'truth', isTrue: `${found} IS NOT NULL`, isFalse: `${found} IS NULL` };
}

function nestedExists({ list, item, condition }: NestedValue, compiler: Compiler): string {
  const { words } = compiler.input;
  if (!new RegExp(`\\b${item}\\b`).test(condition)) return condition;
  const [, compared] = /^item = ("[^"]+"\.[a-z_]+)$/.exec(condition) ?? [];
  return compared === undefined
    ? words.anyItem(list, item, condition)
    : words.contains(list, compared);
}

/** The first row, or with `isLast` the last, of a list. */
const endOfList =
  (isLast: boolean): Handler =>
  (node, scope, compiler) => {
    const source = nodeAt(node, 'source') ?? theOperand(node, scope, compiler);
    const list = compiler.value(source, { ...scope, decides: 'no' });
    if (list.kind === 'null') return nothing;
    if (list.kind === 'nested' && !isLast) return firstNested(list, node, scope, compiler);
    if (list.kind === 'rows') return endOfRows(list, isLast, { scope, compiler, node });
    const which = isLast ? 'last' : 'first';
    return compiler.refuse(`the ${which} of a ${list.kind} is not compiled`, node, scope);
  };

function endOfRows(list: RowsValue, isLast: boolean, place: Place): Value {
  const { scope, compiler, node } = place;
  const refuse = (because: string): never => compiler.refuse(because, node, scope);
  const one = joinOne(list, place);
  if (one !== undefined) return underSource(list.element, one);
  const order = list.order.map((item) => (isLast ? reversed(item) : item));
  const tie = tieBreak(list, isLast, compiler);
  if (tie === undefined && order.length === 0) return refuse('a list without order has no first');
  if (isLast && list.isDistinct && list.order.length === 0 && list.element.kind !== 'row') {
    return refuse('the last of distinct values without an order is not compiled');
  }
  const summary = {
    thinning: 'first',
    order: tie === undefined ? order : [...order, tie],
  } as const;
  const attached = attach(list, summary, place);
  return (
    project(list.element, 'value', shelfOf(attached, list.element, refuse)) ??
    refuse(`the first ${list.element.kind} is not compiled`)
  );
}

/** A row that is joined under its old alias stands in another SELECT now. */
function underSource(element: Value, source: Source): Value {
  if (element.kind === 'row') return { ...element, source };
  return element.kind === 'element' ? { ...element, row: { ...element.row, source } } : element;
}

function firstNested(
  { list, item, condition, element }: NestedValue,
  node: ElmNode,
  scope: Scope,
  compiler: Compiler,
): Value {
  if (condition !== 'TRUE' && condition !== `${item} IS NOT NULL`) {
    return compiler.refuse('the first of some items inside a record is not compiled', node, scope);
  }
  return element(compiler.input.words.firstItem(list));
}

const reversed = (item: string): string =>
  item.endsWith('ASC NULLS FIRST')
    ? item.replace(/ASC NULLS FIRST$/, 'DESC NULLS LAST')
    : item.replace(/DESC NULLS LAST$/, 'ASC NULLS FIRST');

/** Records of one type come in the order of their ids. */
function tieBreak({ frame }: RowsValue, isLast: boolean, compiler: Compiler): string | undefined {
  const rows = frame.sources.filter(
    ({ relation, join }) => relation.hasPatient && join.kind === 'inner',
  );
  const [only, ...others] = rows;
  if (only === undefined || others.length > 0) return undefined;
  const id = only.relation.column(only.alias, columnRequest('id'));
  return `${compiler.input.words.byBytes(id)}${isLast ? ' DESC' : ''}`;
}

const summaries: Readonly<Record<string, (sql: string, distinct: string) => string>> = {
  Sum: (sql, distinct) => `SUM(${distinct}${sql})`,
  Min: (sql) => `MIN(${sql})`,
  Max: (sql) => `MAX(${sql})`,
};

const numberSummary: Handler = (node, scope, compiler) => {
  const list = compiler.value(nodeAt(node, 'source') ?? theOperand(node, scope, compiler), scope);
  if (list.kind === 'null') return nothing;
  const summary = summaries[node.type ?? ''];
  if (list.kind !== 'rows' || summary === undefined) {
    return compiler.refuse(`${node.type} of a ${list.kind} is not compiled`, node, scope);
  }
  const { element, isDistinct } = list;
  if (element.kind !== 'number' || element.low !== element.high) {
    return compiler.refuse(`${node.type} is compiled for certain numbers only`, node, scope);
  }
  const place = { scope, compiler, node };
  const { put } = attach({ ...list, element: nothing }, { thinning: 'grouped', order: [] }, place);
  const type = element.type === 'decimal' ? compiler.input.words.decimal : 'BIGINT';
  const sum = summary(element.low, isDistinct ? 'DISTINCT ' : '');
  return certain(element.type, put('value', `CAST(${sum} AS ${type})`));
};

const count: Handler = (node, scope, compiler) => {
  const list = compiler.value(nodeAt(node, 'source') ?? theOperand(node, scope, compiler), scope);
  if (list.kind === 'null') return certain('integer', '0');
  if (list.kind !== 'rows')
    return compiler.refuse(`Count of a ${list.kind} is not compiled`, node, scope);
  onlyPresent(list, node, scope, compiler);
  const counted =
    list.isDistinct && list.element.kind !== 'row' ? thinned(list, node, scope, compiler) : list;
  const place = { scope, compiler, node };
  const { put } = attach(
    { ...counted, element: nothing },
    { thinning: 'grouped', order: [] },
    place,
  );
  return certain('integer', `COALESCE(${put('value', 'COUNT(*)')}, 0)`);
};

/** Values that are the same, once: in a common table expression of their own. */
function thinned(list: RowsValue, node: ElmNode, scope: Scope, compiler: Compiler): RowsValue {
  if (!isPlainValue(list.element))
    return compiler.refuse(`distinct values of ${list.element.kind} are not compiled`, node, scope);
  const title = scope.title === '' ? 'distinct' : scope.title;
  return read(nameRows(list, title, compiler, node, scope), scope, compiler, title);
}

/** A value of which SQL can tell whether two are the same: a date that may be partial is not. */
const isPlainValue = (value: Value): boolean =>
  value.kind === 'text' || (value.kind === 'number' && value.low === value.high);

/** The patient is one row; anything else that should be single is not certain to be. */
const singletonFrom: Handler = (node, scope, compiler) => {
  const list = compiler.value(theOperand(node, scope, compiler), { ...scope, alias: 'Patient' });
  if (list.kind !== 'rows' || list.element.kind !== 'row' || list.element.resource !== 'Patient') {
    return compiler.refuse('a single item of a list is compiled for the patient only', node, scope);
  }
  const { reader } = attach(list, { thinning: 'distinct', order: [] }, { scope, compiler, node });
  return { ...list.element, source: reader };
};

const literalList: Handler = (node, scope, compiler) => ({
  kind: 'list',
  items: nodesAt(node, 'element').map((item) => plain(item, scope, compiler)),
});

const toList: Handler = (node, scope, compiler) => {
  const value = compiler.value(theOperand(node, scope, compiler), scope);
  return value.kind === 'null' ? { kind: 'list', items: [] } : { kind: 'list', items: [value] };
};

export const listHandlers: Readonly<Record<string, Handler>> = {
  Retrieve: retrieve,
  Union: union,
  Exists: exists,
  First: endOfList(false),
  Last: endOfList(true),
  Sum: numberSummary,
  Min: numberSummary,
  Max: numberSummary,
  Count: count,
  SingletonFrom: singletonFrom,
  List: literalList,
  ToList: toList,
};
