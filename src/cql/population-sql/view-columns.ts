import { parseFhirPath, type Syntax } from '../views/fhirpath-syntax.ts';
import {
  readViewDefinition,
  type ViewColumn,
  type ViewDefinition,
  type ViewSelect,
} from '../views/view-definition.ts';

/** What a flat table holds of a resource: which column has which element. */
export interface FlatTable {
  readonly table: string;
  /** The type of its rows: a resource, or the element whose items they are, as Encounter.diagnosis. */
  readonly resource: string;
  /** Where each row is an item of a list in a record: the columns of the record's id and of the place in the list. */
  readonly item: ItemColumns | null;
  /** Columns of single plain values by element: 'status', 'period.start', 'value[integer]'. */
  readonly plain: ReadonlyMap<string, PlainColumn>;
  /** List columns of 'system|code' by the element that has the codings: 'code', 'value[CodeableConcept]'. */
  readonly codings: ReadonlyMap<string, string>;
  /** Columns of bare ids by the element that refers. */
  readonly references: ReadonlyMap<string, ReferenceColumn>;
  /** Columns that tell whether an element is there in any form, by the element: 'value'. */
  readonly presence: ReadonlyMap<string, string>;
  /** The list column of the profiles that a record declares. */
  readonly profiles: string | null;
}

export interface ItemColumns {
  readonly record: string;
  readonly place: string;
}

export interface PlainColumn {
  readonly column: string;
  readonly type: string;
}

export interface ReferenceColumn {
  readonly column: string;
  readonly target: string;
  /** A list has every reference to the target; otherwise the element has one. */
  readonly isList: boolean;
}

/** Reads from ViewDefinitions which flat table, with one row a resource or one row an item of a list, holds which elements. */
export function flatTables(views: readonly unknown[]): ReadonlyMap<string, FlatTable> {
  const tables = new Map<string, FlatTable>();
  for (const json of views) {
    const view = readViewDefinition(json);
    const table = tableOfRecords(view) ?? tableOfItems(view);
    if (table !== undefined && !tables.has(table.resource)) tables.set(table.resource, table);
  }
  return tables;
}

const isFlat = (part: ViewSelect): boolean =>
  part.select.length === 0 && part.unionAll.length === 0;

function tableOfRecords({ name, resource, select, where }: ViewDefinition): FlatTable | undefined {
  const isOneRowEach =
    where.length === 0 && select.every((part) => part.each === null && isFlat(part));
  const columns = select.flatMap(({ column }) => column);
  return isOneRowEach ? flatTable(name, resource, columns) : undefined;
}

/** One row an item: the record's own columns beside one forEach over a list of the record. */
function tableOfItems({ name, resource, select, where }: ViewDefinition): FlatTable | undefined {
  const items = select.filter(({ each }) => each !== null);
  const [part] = items;
  if (where.length > 0 || items.length !== 1 || part?.each?.kind !== 'forEach') return undefined;
  const own = select.filter(({ each }) => each === null).flatMap(({ column }) => column);
  const record = own.find(({ path }) => path === 'getResourceKey()')?.name;
  const place = part.column.find(({ path }) => path === '%rowIndex')?.name;
  const list = elementOf(parseFhirPath(part.each.path, name));
  const isWhole = select.every(isFlat) && own.some((column) => column.name === 'patient_id');
  if (!isWhole || record === undefined || place === undefined || list === undefined)
    return undefined;
  return { ...flatTable(name, `${resource}.${list}`, part.column), item: { record, place } };
}

function flatTable(table: string, resource: string, columns: readonly ViewColumn[]): FlatTable {
  const plain = new Map<string, PlainColumn>();
  const codings = new Map<string, string>();
  const references = new Map<string, ReferenceColumn>();
  const presence = new Map<string, string>();
  let profiles: string | null = null;
  for (const column of columns) {
    const meaning = meaningOf(column);
    if (meaning?.kind === 'presence') presence.set(meaning.element, column.name);
    if (meaning?.kind === 'profiles') profiles = column.name;
    if (meaning?.kind === 'plain')
      plain.set(meaning.element, { column: column.name, type: column.type ?? '' });
    if (meaning?.kind === 'codings') codings.set(meaning.element, column.name);
    if (meaning?.kind === 'reference') {
      const { element, target, isList } = meaning;
      references.set(element, { column: column.name, target, isList });
    }
  }
  return { table, resource, item: null, plain, codings, references, presence, profiles };
}

type Meaning =
  | { readonly kind: 'plain'; readonly element: string }
  | { readonly kind: 'codings'; readonly element: string }
  | { readonly kind: 'presence'; readonly element: string }
  | { readonly kind: 'profiles' }
  | {
      readonly kind: 'reference';
      readonly element: string;
      readonly target: string;
      readonly isList: boolean;
    };

/** Undefined for a column that holds something else, such as the first of several. */
function meaningOf({ path, collection, name }: ViewColumn): Meaning | undefined {
  const syntax = parseFhirPath(path, name);
  if (isCall(syntax, 'getResourceKey')) return { kind: 'plain', element: 'id' };
  if (isCall(syntax, 'getReferenceKey')) {
    const target = syntax.args[0];
    const element = syntax.of === null ? undefined : elementOf(syntax.of);
    if (element === undefined || target?.kind !== 'member') return undefined;
    return { kind: 'reference', element, target: target.name, isList: collection };
  }
  if (collection)
    return elementOf(syntax) === 'meta.profile' ? { kind: 'profiles' } : codingsOf(syntax);
  if (isCall(syntax, 'exists') && syntax.of !== null && syntax.args.length === 0) {
    const present = elementOf(syntax.of);
    return present === undefined ? undefined : { kind: 'presence', element: present };
  }
  const element = elementOf(syntax);
  return element === undefined ? undefined : { kind: 'plain', element };
}

type Call = Syntax & { kind: 'call' };

const isCall = (syntax: Syntax, name: string): syntax is Call =>
  syntax.kind === 'call' && syntax.name === name;

/** X.coding.select(system & '|' & code) */
function codingsOf(syntax: Syntax): Meaning | undefined {
  if (!isCall(syntax, 'select') || syntax.of?.kind !== 'member' || syntax.of.name !== 'coding')
    return undefined;
  const [joined] = syntax.args;
  const parts = joined === undefined ? [] : joinedParts(joined);
  const isCoding = parts.join(' ') === "system '|' code";
  const element = syntax.of.of === null ? undefined : elementOf(syntax.of.of);
  return isCoding && element !== undefined ? { kind: 'codings', element } : undefined;
}

function joinedParts(syntax: Syntax): readonly string[] {
  if (syntax.kind === 'operator' && syntax.operator === '&') {
    return [...joinedParts(syntax.left), ...joinedParts(syntax.right)];
  }
  if (syntax.kind === 'literal') return [`'${syntax.text}'`];
  return syntax.kind === 'member' && syntax.of === null ? [syntax.name] : ['?'];
}

/** A plain path of members, a choice as value[Quantity]; undefined for anything else. */
function elementOf(syntax: Syntax): string | undefined {
  if (syntax.kind === 'member') {
    if (syntax.of === null) return syntax.name;
    const parent = elementOf(syntax.of);
    return parent === undefined ? undefined : `${parent}.${syntax.name}`;
  }
  if (isCall(syntax, 'ofType') && syntax.of !== null) {
    const [type] = syntax.args;
    const parent = elementOf(syntax.of);
    return parent !== undefined && type?.kind === 'member' ? `${parent}[${type.name}]` : undefined;
  }
  return undefined;
}
