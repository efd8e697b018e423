import { type ElmNode, nodeAt, nodesAt, textAt } from '../../elm.ts';
import type { Compiler, Handler, Scope } from '../compiler.ts';
import { anyOf } from '../conditions.ts';
import { literal } from '../dialect.ts';
import { Elements } from '../elements.ts';
import { nameRows, read, readAgain } from '../rows.ts';
import { baseRelation, isOfPatient, sharedRecords } from '../shared-records.ts';
import type { RowsValue } from '../value.ts';
import { codeTexts, isAmong } from './codes.ts';

/**
 * The records of one type, those with certain codes when the retrieve says so: a common table expression, in which
 * also what is worked out from one record is worked out.
 */
export const retrieve: Handler = (node, scope, compiler) => {
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
  const relation = isOfPatient(table)
    ? baseRelation(table.table)
    : sharedRecords(table, scope, compiler, node);
  const frame = compiler.within(scope, node);
  const source = frame.add(compiler.source(relation, `${resource} record`));
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
