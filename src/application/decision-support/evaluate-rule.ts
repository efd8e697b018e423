import { type Problem, problem } from '#core';
import {
  type ElmLibrary,
  offsetAtLocalTime,
  offsetMinutes,
  type Retrieve,
  retrievesOf,
  type ValueSetCodes,
} from '#cql';
import {
  type DefinitionsEvaluator,
  definitionsEvaluator,
  type ExplainedValue,
} from '#cql/in-memory';
import {
  cqlParameters,
  type DecisionSupportRule,
  type Hook,
  type Prefetch,
  parametersInForce,
  prefetchFor,
} from '#practice';
import { missingParts, type Resource, resourcesOf, type Wanted } from './gather.ts';
import { type HookRequest, readHookRequest } from './hook-request.ts';
import { readByRule } from './read-by-rule.ts';

/** What rules need, wherever they are evaluated. */
export interface RuleSources {
  readonly rules: readonly DecisionSupportRule[];
  readonly elm: readonly ElmLibrary[];
  readonly valueSets: ValueSetCodes;
  readonly timeZone: string;
}

/** Parameters that units have chosen, by unit id. */
export type ChosenParameters = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface RuleQuestion {
  readonly ruleId: string;
  /** The hook of the service that was called. */
  readonly hook: Hook;
  /** The body of the call, as it came. */
  readonly body: string;
  /** What was read from the client's FHIR server since, by prefetch key. */
  readonly fetched: Readonly<Record<string, unknown>>;
  readonly chosen: ChosenParameters;
  /** The instant now, ISO. */
  readonly asOf: string;
}

export type RuleAnswer =
  | { readonly kind: 'refused'; readonly problem: Problem }
  | {
      readonly kind: 'missing';
      readonly wanted: readonly Wanted[];
      readonly fhirServer: string | null;
      readonly accessToken: string | null;
    }
  | { readonly kind: 'not-due' }
  | {
      readonly kind: 'due';
      readonly patientId: string;
      /** Bare id of the Organization; null when the records name none. */
      readonly unitId: string | null;
      readonly facts: Readonly<Record<string, string | null>>;
    };

interface Prepared {
  readonly rule: DecisionSupportRule;
  readonly prefetch: Prefetch;
  readonly evaluate: DefinitionsEvaluator;
  /** Whether the rule can find a resource at all. */
  readonly isRead: (resource: Resource) => boolean;
  readonly timeZone: string;
}

/** What a client should prefetch for a rule. */
export const prefetchOf = (rule: DecisionSupportRule, elm: readonly ElmLibrary[]): Prefetch =>
  prefetchFor(readIn(rule, elm), rule.drafts);

const readIn = (rule: DecisionSupportRule, elm: readonly ElmLibrary[]): readonly Retrieve[] =>
  retrievesOf(rule.library, definitionsOf(rule), elm);

const definitionsOf = ({ applies, unit, facts }: DecisionSupportRule): readonly string[] => [
  ...new Set([applies, unit, ...Object.values(facts)]),
];

/** Prepares every rule once; then answers calls, each for one patient. */
export function ruleEvaluator({ rules, elm, valueSets, timeZone }: RuleSources) {
  const prepared = new Map(
    rules.map((rule): readonly [string, Prepared] => {
      const { library } = rule;
      const definitions = definitionsOf(rule);
      const evaluate = definitionsEvaluator({ elm, library, definitions, valueSets, timeZone });
      const isRead = readByRule(readIn(rule, elm), valueSets);
      return [rule.id, { rule, prefetch: prefetchOf(rule, elm), evaluate, isRead, timeZone }];
    }),
  );
  return async (question: RuleQuestion): Promise<RuleAnswer> => {
    const one = prepared.get(question.ruleId);
    if (one === undefined) throw new Error(`ruleEvaluator: no rule '${question.ruleId}'`);
    return answerTo(one, question);
  };
}

async function answerTo(one: Prepared, question: RuleQuestion): Promise<RuleAnswer> {
  const request = requestIn(question);
  if (request.kind !== 'request') return { kind: 'refused', problem: request.problem };
  const { fhirServer, accessToken, patientId } = request.request;
  const wanted = missingParts(request.request, one.prefetch);
  if (wanted.length > 0) return { kind: 'missing', wanted, fhirServer, accessToken };
  const resources = resourcesOf(request.request, one.prefetch);
  if (!isAbout(patientId, resources)) return { kind: 'refused', problem: anotherPatient };
  const values = await valuesFor(one, resources.filter(one.isRead), question);
  if (values === null) return { kind: 'not-due' };
  const unitId = unitIn(one.rule, values);
  const facts = Object.entries(one.rule.facts).map(([name, definition]) => [
    name,
    textOf(values.get(definition)),
  ]);
  return { kind: 'due', patientId, unitId, facts: Object.fromEntries(facts) };
}

type Values = ReadonlyMap<string, ExplainedValue>;

/**
 * The values when the advice is due, null when it is not. Whose matter it is shows only with the values, and those depend on
 * what that unit has chosen: each choice is tried, the rule's own first, and holds where it is the choice of the unit that
 * it names.
 */
async function valuesFor(
  { rule, evaluate, timeZone }: Prepared,
  resources: readonly Resource[],
  { asOf, chosen }: RuleQuestion,
): Promise<Values | null> {
  const inForce = (unitId: string | null) =>
    parametersInForce(rule, (unitId === null ? undefined : chosen[unitId]) ?? {});
  const choices = new Map(
    [null, ...Object.keys(chosen)].map((unitId) => [wordsOf(inForce(unitId)), inForce(unitId)]),
  );
  for (const [words, choice] of choices) {
    const end = endOfDayAhead(asOf, choice[rule.lookAhead] ?? 0, timeZone);
    const parameters = cqlParameters(rule, choice);
    const period = { id: 0, start: asOf, end };
    const values = await evaluate({ resources, asOf, period, parameters });
    if (!isTrue(values.get(rule.applies))) continue;
    if (wordsOf(inForce(unitIn(rule, values))) === words) return values;
  }
  return null;
}

const wordsOf = (choice: Readonly<Record<string, number>>): string => JSON.stringify(choice);

const dayMilliseconds = 86_400_000;

/** The first moment after the day that lies so many days ahead, by the clocks of the zone. */
function endOfDayAhead(instant: string, days: number, zone: string): string {
  const now = Date.parse(instant);
  const local = now + offsetMinutes(zone, now) * 60_000;
  const end = (Math.floor(local / dayMilliseconds) + days + 1) * dayMilliseconds;
  return new Date(end - offsetAtLocalTime(zone, end) * 60_000).toISOString();
}

const isTrue = (value: ExplainedValue | undefined): boolean =>
  value?.kind === 'yes-no' && value.value;

function unitIn(rule: DecisionSupportRule, values: Values): string | null {
  return textOf(values.get(rule.unit))?.replace(/^.*Organization\//, '') ?? null;
}

function textOf(value: ExplainedValue | undefined): string | null {
  if (value?.kind === 'text') return value.value;
  return value?.kind === 'number' ? String(value.value) : null;
}

function requestIn({ body, fetched, hook }: RuleQuestion) {
  const json = jsonIn(body);
  if (json === undefined) return { kind: 'unreadable' as const, problem: notJson };
  const read = readHookRequest(json);
  if (read.kind === 'unreadable') return read;
  const { request } = read;
  if (request.hook !== hook) return { kind: 'unreadable' as const, problem: otherHook(hook) };
  const prefetch = { ...request.prefetch, ...fetched };
  return { kind: 'request' as const, request: { ...request, prefetch } satisfies HookRequest };
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // Refused by name right after: what was sent is not repeated.
  }
}

const isAbout = (patientId: string, resources: readonly Resource[]): boolean =>
  resources.filter(({ resourceType }) => resourceType === 'Patient').length === 1 &&
  resources.some(({ resourceType, id }) => resourceType === 'Patient' && id === patientId);

const notJson = problem(
  'hook-request-json',
  'The request is not readable as JSON.',
  'Send the JSON object that CDS Hooks 2.0 describes.',
);

const anotherPatient = problem(
  'hook-request-patient',
  'The prefetched Patient is not the one of context.patientId.',
  'Send the Patient that the context names.',
  'prefetch.patient',
);

const otherHook = (hook: Hook): Problem =>
  problem(
    'hook-not-served',
    'The service is for another hook than the one in the request.',
    `Call it at ${hook}.`,
    'hook',
  );
