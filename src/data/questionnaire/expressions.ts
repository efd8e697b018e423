import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4/index.js';
import { type Problem, problem } from '#core';
import {
  type AnswerValue,
  allItems,
  type Item,
  type Questionnaire,
  type Variable,
} from './questionnaire.ts';
import type { Json } from './response.ts';

const lengthMax = 5000;

type Environment = Readonly<Record<string, unknown>>;

const { score, ...fhir } = r4;
const model = score === undefined ? fhir : { ...fhir, score };

/** What an expression gives; it never prints, and never asks another machine. */
function valuesOf(
  expression: string,
  response: Json,
  environment: Environment,
): readonly unknown[] {
  // The package marks what it reads; the response stays as it is.
  const resource: unknown = JSON.parse(JSON.stringify(response));
  const options = { traceFn: () => undefined, async: false as const };
  const values: unknown = fhirpath.evaluate(
    resource,
    expression,
    { ...environment, resource, context: resource },
    model,
    options,
  );
  return Array.isArray(values) ? values : [];
}

/** Variables see those declared before them. */
function withVariables(
  variables: readonly Variable[],
  response: Json,
  start: Environment,
): Environment {
  const environment: Record<string, unknown> = { ...start };
  for (const { name, expression } of variables)
    environment[name] = valuesOf(expression, response, environment);
  return environment;
}

export interface Worked {
  /** What is calculated, by linkId; empty where it cannot be yet. */
  readonly calculated: Readonly<Record<string, readonly AnswerValue[]>>;
  /** Whether enableWhenExpression holds, by linkId. */
  readonly holds: Readonly<Record<string, boolean>>;
}

/** Works out every calculatedExpression and enableWhenExpression of the form over the answers so far. */
export function workOut({ items, variables }: Questionnaire, response: Json): Worked {
  const calculated: Record<string, readonly AnswerValue[]> = {};
  const holds: Record<string, boolean> = {};
  const visit = (list: readonly Item[], around: Environment) => {
    for (const item of list) {
      const environment = withVariables(item.variables, response, around);
      const { linkId } = item;
      if (item.calculated !== null)
        calculated[linkId] = valuesOf(item.calculated, response, environment)
          .slice(0, item.repeats ? undefined : 1)
          .flatMap((value) => answerOf(item, value));
      if (item.enableExpression !== null)
        holds[linkId] = valuesOf(item.enableExpression, response, environment)[0] === true;
      visit(item.items, environment);
    }
  };
  visit(items, withVariables(variables, response, {}));
  return { calculated, holds };
}

function answerOf({ type, options }: Item, value: unknown): readonly AnswerValue[] {
  if (typeof value === 'boolean') return [{ kind: 'boolean', value }];
  if (typeof value === 'number') return Number.isFinite(value) ? [{ kind: 'number', value }] : [];
  if (typeof value === 'string')
    return [{ kind: ['date', 'dateTime', 'time'].includes(type) ? 'date' : 'text', value }];
  if (typeof value !== 'object' || value === null || !('code' in value)) return [];
  const code = String(value.code);
  const option = options.find((one) => one.value.kind === 'coding' && one.value.code === code);
  return option === undefined ? [] : [option.value];
}

/** Expressions that are not FHIRPath, or fail on an empty form: told before anybody answers. */
export function expressionProblems(questionnaire: Questionnaire): readonly Problem[] {
  const named = [
    ...questionnaire.variables.map(({ expression }) => ({ where: '', expression })),
    ...allItems(questionnaire.items).flatMap(
      ({ linkId, calculated, enableExpression, variables }) =>
        [calculated, enableExpression, ...variables.map((one) => one.expression)].flatMap(
          (expression) => (expression === null ? [] : [{ where: linkId, expression }]),
        ),
    ),
  ];
  const unreadable = named.flatMap(({ where, expression }) => {
    const cause = parseTrouble(expression);
    return cause === null ? [] : [expressionProblem(where, cause)];
  });
  if (unreadable.length > 0) return unreadable;
  try {
    workOut(questionnaire, { resourceType: 'QuestionnaireResponse', status: 'in-progress' });
    return [];
  } catch (cause) {
    return [expressionProblem('', cause instanceof Error ? cause.message : 'it fails')];
  }
}

function parseTrouble(expression: string): string | null {
  if (expression.length > lengthMax) return `it is longer than ${lengthMax} characters`;
  try {
    fhirpath.parse(expression);
    return null;
  } catch {
    return 'it is not FHIRPath';
  }
}

const expressionProblem = (linkId: string, why: string): Problem =>
  problem(
    'expression-unusable',
    `An expression of ${linkId === '' ? 'the form' : `the item '${linkId}'`} cannot be worked out: ${why}.`,
    'Correct the FHIRPath, or leave the expression out.',
    linkId,
  );
