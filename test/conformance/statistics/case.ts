/** One case file: what to run (`kind`, `options`, names in `input`) and what must come out. */
export interface StatisticsCase {
  readonly id: string;
  readonly kind: string;
  readonly options: Fields;
  readonly input: Fields;
  readonly expected: unknown;
  readonly rows: unknown;
  readonly tolerance: { readonly rel: number; readonly abs: number };
}

export type Fields = Readonly<Record<string, unknown>>;

/** Runs one kind of case; the result must hold every field the case expects. */
export type Adapter = (theCase: StatisticsCase) => unknown;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** R writes an empty list where a record has no fields. */
export const asFields = (value: unknown): Fields => (isFields(value) ? value : {});

export function fields(from: Fields, name: string): Fields {
  const value = from[name];
  if (!isFields(value)) throw new Error(`${name} is missing or not a record`);
  return value;
}

export function number(from: Fields, name: string): number {
  const value = from[name];
  if (typeof value !== 'number') throw new Error(`${name} is missing or not a number`);
  return value;
}

export function optionalNumber(from: Fields, name: string): number | undefined {
  return from[name] === null || from[name] === undefined ? undefined : number(from, name);
}

export function text(from: Fields, name: string): string {
  const value = from[name];
  if (typeof value !== 'string') throw new Error(`${name} is missing or not a text`);
  return value;
}

export function optionalText(from: Fields, name: string): string | undefined {
  return from[name] === null || from[name] === undefined ? undefined : text(from, name);
}

export function optionalFlag(from: Fields, name: string): boolean | undefined {
  const value = from[name];
  return typeof value === 'boolean' ? value : undefined;
}

export function list(from: Fields, name: string): readonly unknown[] {
  const value = from[name];
  if (!Array.isArray(value)) throw new Error(`${name} is missing or not a list`);
  return value;
}

/** Numbers where null marks a missing value. */
export function numbersWithGaps(from: Fields, name: string): (number | null)[] {
  return list(from, name).map((value) => {
    if (value !== null && typeof value !== 'number') throw new Error(`${name} is not numeric`);
    return value;
  });
}

/** A list of numbers; R writes a single number without the list. */
export function numbers(from: Fields, name: string): number[] {
  const value = from[name];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map((each) => {
    if (typeof each !== 'number') throw new Error(`${name} is missing or not numeric`);
    return each;
  });
}

export function optionalNumbers(from: Fields, name: string): number[] | undefined {
  return from[name] === null || from[name] === undefined ? undefined : numbers(from, name);
}

/** Labels as texts, whether written as texts or numbers. */
export function labels(from: Fields, name: string): string[] {
  return list(from, name).map(String);
}

/** Rows of numbers. */
export function rowsOfNumbers(from: Fields, name: string): number[][] {
  return list(from, name).map((row) => numbers({ row }, 'row'));
}

/** A result the case expects but whose input it does not carry; it is named in the output and not judged. */
export interface NotInCase {
  readonly notInCase: string;
}

export const notInCase = (because: string): NotInCase => ({ notInCase: because });

export const isNotInCase = (value: unknown): value is NotInCase =>
  isFields(value) && typeof value.notInCase === 'string';
