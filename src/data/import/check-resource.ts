import { isBefore, readDate } from './dates.ts';
import { type LineFinding, lineFinding } from './rules.ts';

/** What FHIR says about one element, by the type that holds it and its key in JSON. */
export interface ElementType {
  readonly type: string;
  readonly many: boolean;
}

export type ElementLookup = (owner: string, key: string) => ElementType | undefined;

type JsonObject = Readonly<Record<string, unknown>>;

/** Deeper than any sensible resource, shallow enough for the stack. */
const depthMax = 40;
const textTypes = new Set(
  'string code uri url canonical id oid uuid markdown base64Binary xhtml time'.split(' '),
);
const dateTypes = new Set(['date', 'dateTime', 'instant']);
const numberTypes = new Set(['decimal', 'integer', 'positiveInt', 'unsignedInt']);
/** Free content that nothing of ours reads. */
const unreadKeys = new Set(['resourceType', 'extension', 'modifierExtension', 'contained', 'text']);
const unreadTypes = new Set(['Resource', 'Extension', 'Narrative']);

/** Types, dates and periods of one resource, as far as FHIR R4 knows its elements. */
export function checkResource(
  resource: JsonObject,
  type: string,
  lookup: ElementLookup,
): readonly LineFinding[] {
  const findings: LineFinding[] = [];
  checkObject({ value: resource, type, path: type, depth: 0 }, { lookup, findings });
  return findings;
}

interface Place {
  readonly value: JsonObject;
  readonly type: string;
  readonly path: string;
  readonly depth: number;
}

interface Checking {
  readonly lookup: ElementLookup;
  readonly findings: LineFinding[];
}

function checkObject(place: Place, checking: Checking): void {
  const { value, type, path, depth } = place;
  for (const key in value) {
    if (unreadKeys.has(key) || key.startsWith('_')) continue;
    const element = checking.lookup(type, key);
    if (element === undefined)
      checking.findings.push(lineFinding('element-unknown', `${path}.${key}`, `'${key}'`));
    else checkElement(value[key], element, { path: `${path}.${key}`, depth, checking });
  }
  if (type === 'Period') checkPeriod(value, path, checking);
}

interface Where {
  readonly path: string;
  readonly depth: number;
  readonly checking: Checking;
}

function checkElement(value: unknown, element: ElementType, where: Where): void {
  if (Array.isArray(value) !== element.many) {
    wrongType(value, element, where);
    return;
  }
  if (!Array.isArray(value)) checkValue(value, element, where);
  // In a list null stands for a value that has only extensions.
  else for (const item of value) if (item !== null) checkValue(item, element, where);
}

function checkValue(value: unknown, element: ElementType, where: Where): void {
  const { type } = element;
  if (dateTypes.has(type)) checkDate(value, element, where);
  else if (textTypes.has(type)) require(typeof value === 'string', value, element, where);
  else if (numberTypes.has(type)) require(typeof value === 'number', value, element, where);
  else if (type === 'boolean') require(typeof value === 'boolean', value, element, where);
  else if (!isObject(value)) wrongType(value, element, where);
  else if (where.depth < depthMax && !unreadTypes.has(type))
    checkObject({ value, type, path: where.path, depth: where.depth + 1 }, where.checking);
}

function require(isRight: boolean, value: unknown, element: ElementType, where: Where): void {
  if (!isRight) wrongType(value, element, where);
}

function checkDate(value: unknown, element: ElementType, { path, depth, checking }: Where): void {
  if (typeof value !== 'string') {
    wrongType(value, element, { path, depth, checking });
    return;
  }
  const reading = readDate(value);
  if (reading === 'full') return;
  const rule = {
    impossible: 'date-impossible',
    partial: 'date-partial',
    'no-zone': 'time-without-zone',
  } as const;
  checking.findings.push(lineFinding(rule[reading], path, `'${value}'`));
}

function checkPeriod(period: JsonObject, path: string, { findings }: Checking): void {
  const { start, end } = period;
  if (typeof start !== 'string' || typeof end !== 'string') return;
  if (readDate(start) === 'impossible' || readDate(end) === 'impossible') return;
  if (isBefore(end, start))
    findings.push(lineFinding('period-reversed', path, `${start} to ${end}`));
}

function wrongType(value: unknown, element: ElementType, { path, checking }: Where): void {
  const wanted = `${element.many ? 'a list of ' : ''}${element.type}`;
  checking.findings.push(
    lineFinding('element-wrong-type', path, `${kindOf(value)} where ${wanted} is expected`),
  );
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'a text';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    default:
      return 'an object';
  }
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
