import type { DateTime } from 'cql-execution';
import type { ElmNode } from '../../elm.ts';
import type { PatientRecord } from '../patient-source.ts';

/** One ELM node as a function: from the values of the names around it and the patient at hand to its value. */
export type Run = (frame: unknown[], session: Session) => unknown;

/** One patient in one period. */
export interface Session {
  readonly patient: PatientRecord;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly now: DateTime;
  /** Values of named definitions by their number, worked out once; undefined until then. */
  readonly definitions: unknown[];
  /** Values that are the same for every patient of the period, by their number; shared by all their sessions. */
  readonly fixed: unknown[];
  /** What retrieves with fixed codes have found, by their number. */
  readonly retrieves: unknown[];
}

/** Raised where ELM is met that only cql-execution evaluates; the measure is then evaluated by it. */
export class NotCompiled extends Error {
  constructor(node: ElmNode, why = 'is not compiled') {
    super(`${node.type ?? 'a node without a type'} ${why} (${node.locator ?? 'no place'})`);
  }
}

export const isMissing = (value: unknown): value is null | undefined =>
  value === null || value === undefined;

/** Calls an operator that the engine's own types have as a method, such as before or overlaps. */
export function callMethod(target: unknown, name: string, ...values: readonly unknown[]): unknown {
  const method: unknown =
    typeof target === 'object' && target !== null ? Reflect.get(target, name) : undefined;
  if (typeof method !== 'function')
    throw new TypeError(`CQL: '${name}' is not defined for ${kindOf(target)}`);
  return Reflect.apply(method, target, values);
}

/** What kind of value it is, without the value. */
export function kindOf(value: unknown): string {
  if (isMissing(value)) return 'null';
  return typeof value === 'object' ? value.constructor.name : typeof value;
}

/** Whether a value of the engine says of itself that it is a DateTime, an Interval, a Quantity. */
export const isKind = (value: unknown, claim: string): boolean =>
  typeof value === 'object' && value !== null && Reflect.get(value, claim) === true;
