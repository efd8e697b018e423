import { z } from 'zod';
import { ProblemError, problem } from '#core';
import { isResourceType } from './fhir-elements.ts';

/** A SQL on FHIR v2 ViewDefinition: the parts that decide what rows there are. */
export interface ViewDefinition {
  readonly name: string;
  readonly resource: string;
  readonly constant: readonly ViewConstant[];
  readonly select: readonly ViewSelect[];
  readonly where: readonly string[];
}

export interface ViewConstant {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

export interface ViewColumn {
  readonly name: string;
  readonly path: string;
  readonly type: string | null;
  readonly collection: boolean;
}

export interface ViewSelect {
  readonly each: Iteration | null;
  readonly column: readonly ViewColumn[];
  readonly select: readonly ViewSelect[];
  readonly unionAll: readonly ViewSelect[];
}

type Iteration =
  | { readonly kind: 'forEach' | 'forEachOrNull'; readonly path: string }
  | { readonly kind: 'repeat'; readonly paths: readonly string[] };

const columnForm = z.object({
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'a column name is a letter, then letters, digits or _'),
  path: z.string(),
  type: z.string().optional(),
  collection: z.boolean().optional(),
});

interface SelectForm {
  readonly column?: z.infer<typeof columnForm>[] | undefined;
  readonly select?: SelectForm[] | undefined;
  readonly unionAll?: SelectForm[] | undefined;
  readonly forEach?: string | undefined;
  readonly forEachOrNull?: string | undefined;
  readonly repeat?: string[] | undefined;
}

const selectForm: z.ZodType<SelectForm> = z.object({
  column: z.array(columnForm).optional(),
  get select() {
    return z.array(selectForm).optional();
  },
  get unionAll() {
    return z.array(selectForm).min(1).optional();
  },
  forEach: z.string().optional(),
  forEachOrNull: z.string().optional(),
  repeat: z.array(z.string()).min(1).optional(),
});

const constantForm = z.looseObject({
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'a constant name is a letter, then letters, digits or _'),
});

const viewForm = z.object({
  name: z.string().optional(),
  resource: z.string(),
  constant: z.array(constantForm).optional(),
  select: z.array(selectForm).min(1),
  where: z.array(z.object({ path: z.string() })).optional(),
});

/** Narrows unknown JSON to a ViewDefinition. @throws ProblemError with the path of the first fault */
export function readViewDefinition(json: unknown): ViewDefinition {
  const read = viewForm.safeParse(json);
  if (!read.success) {
    const issue = read.error.issues[0];
    const where = placeOf(issue?.path ?? []);
    throw viewProblem(
      `This is not a ViewDefinition: ${where || 'the view'}: ${issue?.message ?? 'unreadable'}.`,
      'A view needs resource and select; each column needs name and path.',
      where,
    );
  }
  const { data } = read;
  if (!isResourceType(data.resource)) {
    throw viewProblem(
      `'${data.resource}' is not a FHIR R4 resource type.`,
      'Name a type such as Patient or Observation under resource.',
      'resource',
    );
  }
  return {
    name: data.name ?? '',
    resource: data.resource,
    constant: (data.constant ?? []).map(readConstant),
    select: data.select.map((form, position) => readSelect(form, `select[${position}]`)),
    where: (data.where ?? []).map(({ path }) => path),
  };
}

export const viewProblem = (message: string, tip: string, where: string): ProblemError =>
  new ProblemError(problem('view.not-valid', message, tip, where));

export function requireUniqueNames(names: readonly string[]): void {
  const lower = names.map((name) => name.toLowerCase());
  const twice = lower.find((name, position) => lower.indexOf(name) !== position);
  if (twice === undefined) return;
  throw viewProblem(
    `Two columns are called '${twice}'.`,
    'Give each column its own name; capitals make no difference in SQL.',
    'select',
  );
}

const placeOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (place, step) =>
      typeof step === 'number'
        ? `${place}[${step}]`
        : `${place}${place === '' ? '' : '.'}${String(step)}`,
    '',
  );

function readConstant(form: Readonly<Record<string, unknown>>, position: number): ViewConstant {
  const where = `constant[${position}]`;
  const name = String(form.name);
  const values = Object.entries(form).filter(([key]) => /^value[A-Z]/.test(key));
  const [entry] = values;
  const value = entry?.[1];
  if (entry === undefined || values.length > 1 || !isPlain(value)) {
    throw viewProblem(
      `The constant ${name} has ${values.length === 1 ? 'a value with parts' : `${values.length} values`} and needs one plain value.`,
      'Give exactly one, as "valueString": "official".',
      where,
    );
  }
  const type = entry[0].slice('value'.length);
  return { name, type: `${type.charAt(0).toLowerCase()}${type.slice(1)}`, text: String(value) };
}

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

function readSelect(form: SelectForm, where: string): ViewSelect {
  const nested = (forms: readonly SelectForm[] | undefined, key: string): readonly ViewSelect[] =>
    (forms ?? []).map((inner, position) => readSelect(inner, `${where}.${key}[${position}]`));
  return {
    each: iterationOf(form, where),
    column: (form.column ?? []).map(({ name, path, type, collection }) => ({
      name,
      path,
      type: type?.replace(/^https?:\/\/hl7\.org\/fhir\/StructureDefinition\//, '') ?? null,
      collection: collection ?? false,
    })),
    select: nested(form.select, 'select'),
    unionAll: nested(form.unionAll, 'unionAll'),
  };
}

function iterationOf(
  { forEach, forEachOrNull, repeat }: SelectForm,
  where: string,
): Iteration | null {
  const ways: Iteration[] = [];
  if (forEach !== undefined) ways.push({ kind: 'forEach', path: forEach });
  if (forEachOrNull !== undefined) ways.push({ kind: 'forEachOrNull', path: forEachOrNull });
  if (repeat !== undefined) ways.push({ kind: 'repeat', paths: repeat });
  if (ways.length > 1) {
    throw viewProblem(
      `${where} has ${ways.map((way) => way.kind).join(' and ')}.`,
      'A select may have one of forEach, forEachOrNull and repeat; nest a second select for the other.',
      where,
    );
  }
  return ways[0] ?? null;
}
