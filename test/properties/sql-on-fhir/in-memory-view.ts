import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4/index.js';
import type { Row } from '../../conformance/sql-on-fhir/engines.ts';

/** A view as JSON, with the parts our generator writes. */
export interface JsonView {
  readonly resource: string;
  readonly select: readonly JsonSelect[];
  readonly where?: readonly { readonly path: string }[];
}

export interface JsonSelect {
  readonly forEach?: string;
  readonly forEachOrNull?: string;
  readonly repeat?: readonly string[];
  readonly column?: readonly JsonColumn[];
  readonly select?: readonly JsonSelect[];
  readonly unionAll?: readonly JsonSelect[];
}

export interface JsonColumn {
  readonly name: string;
  readonly path: string;
  readonly collection?: boolean;
}

/** Stands in a cell for which the path gave more than one value. */
const severalValues = Symbol('several values');

/**
 * The specification's processing algorithm, step by step, with fhirpath.js for every path: slow, plain, and knowing
 * nothing of our compiler. An element is named by the path that leads to it.
 *
 * @throws Error when a cell of a row that comes out has several values; one that a list without elements leaves out of
 *   the rows is nobody's value, and is not judged
 */
export function runInMemory(view: JsonView, resources: readonly unknown[]): readonly Row[] {
  const rows = rowsOf(view, resources);
  const name = rows.flatMap((row) =>
    Object.keys(row).filter((key) => row[key] === severalValues),
  )[0];
  if (name !== undefined) throw new Error(`several values for ${name}`);
  return rows;
}

function rowsOf(view: JsonView, resources: readonly unknown[]): readonly Row[] {
  return resources.flatMap((resource) => {
    const evaluate = (path: string, at: Place): readonly unknown[] => evaluated(resource, path, at);
    const keeps = (view.where ?? []).every(({ path }) => evaluate(path, top)[0] === true);
    return keeps ? product(view.select.map((select) => processed(select, top, evaluate))) : [];
  });
}

interface Place {
  readonly path: string;
  readonly rowIndex: number;
}

const top: Place = { path: '', rowIndex: 0 };

type Evaluate = (path: string, at: Place) => readonly unknown[];

const joined = (at: Place, path: string): string =>
  at.path === '' ? `(${path})` : `(${at.path}).select(${path})`;

function evaluated(resource: unknown, path: string, at: Place): readonly unknown[] {
  const found: unknown = fhirpath.evaluate(
    structuredClone(resource),
    joined(at, path),
    { rowIndex: at.rowIndex },
    r4,
    {
      userInvocationTable: {
        getResourceKey: {
          fn: ([of]: { id: string }[]) => (of === undefined ? [] : [of.id]),
          arity: { 0: [] },
        },
      },
    },
  );
  return Array.isArray(found) ? found : [found];
}

function processed(select: JsonSelect, at: Place, evaluate: Evaluate): readonly Row[] {
  const places = placesOf(select, at, evaluate);
  if (places.length === 0 && select.forEachOrNull !== undefined) return [nullRow(select)];
  return places.flatMap((place) => {
    const columns = (select.column ?? []).map((column) => [cell(column, place, evaluate)]);
    const nested = (select.select ?? []).map((inner) => processed(inner, place, evaluate));
    const union = (select.unionAll ?? []).flatMap((inner) => processed(inner, place, evaluate));
    return product([...columns, ...nested, ...(select.unionAll === undefined ? [] : [union])]);
  });
}

function placesOf(select: JsonSelect, at: Place, evaluate: Evaluate): readonly Place[] {
  const path = select.forEach ?? select.forEachOrNull;
  if (path !== undefined) return children(path, at, evaluate);
  if (select.repeat === undefined) return [at];
  const { repeat } = select;
  const walk = (place: Place): readonly Place[] =>
    repeat.flatMap((step) =>
      children(step, place, evaluate).flatMap((child) => [child, ...walk(child)]),
    );
  return walk(at).map((place, rowIndex) => ({ ...place, rowIndex }));
}

const children = (path: string, at: Place, evaluate: Evaluate): readonly Place[] =>
  evaluate(path, at).map((_, rowIndex) => ({ path: `${joined(at, path)}[${rowIndex}]`, rowIndex }));

function cell({ name, path, collection }: JsonColumn, at: Place, evaluate: Evaluate): Row {
  const values = evaluate(path, at);
  if (collection === true) return { [name]: values };
  return { [name]: values.length > 1 ? severalValues : (values[0] ?? null) };
}

const nullRow = (select: JsonSelect): Row => ({
  ...Object.fromEntries(
    (select.column ?? []).map(({ name, path, collection }) => {
      const index = collection === true ? [0] : 0;
      return [name, path === '%rowIndex' ? index : null];
    }),
  ),
  ...Object.assign({}, ...(select.select ?? []).map(nullRow)),
  ...(select.unionAll?.[0] === undefined ? {} : nullRow(select.unionAll[0])),
});

const product = (parts: readonly (readonly Row[])[]): readonly Row[] =>
  parts.reduce<readonly Row[]>(
    (rows, part) => rows.flatMap((row) => part.map((more) => ({ ...row, ...more }))),
    [{}],
  );
