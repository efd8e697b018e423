import { z } from 'zod';
import { type Problem, problem, type Text } from '#core';
import { readYaml } from '#data';

/** The moments of CDS Hooks 2.0 at which a rule may speak. */
export const hooks = ['patient-view', 'encounter-start', 'order-select', 'order-sign'] as const;
export type Hook = (typeof hooks)[number];

/** Whether what is being ordered comes with a call. */
const hasDrafts = (hook: Hook): boolean => hook === 'order-select' || hook === 'order-sign';

/** An adaptable part of a rule: a number that a unit may choose within a range. */
export interface RuleParameter {
  readonly id: string;
  /** The CQL parameter that it sets; null for the one that only says how far the rule looks ahead. */
  readonly cql: string | null;
  /** Whether only whole numbers are allowed. */
  readonly isWhole: boolean;
  readonly label: Text;
  readonly unit: Text;
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

export interface SuggestedAction {
  readonly type: 'create' | 'update' | 'delete';
  readonly description: Text;
  /** A FHIR resource whose texts may hold {facts}. */
  readonly resource?: unknown;
}

export interface Suggestion {
  readonly id: string;
  readonly label: Text;
  readonly recommended: boolean;
  readonly actions: readonly SuggestedAction[];
}

export interface OverrideReason {
  readonly code: string;
  readonly display: Text;
}

export interface CardForm {
  readonly indicator: 'info' | 'warning' | 'critical';
  readonly summary: Text;
  readonly detail: Text;
  readonly selectionBehavior: 'at-most-one' | 'any';
  readonly suggestions: readonly Suggestion[];
  readonly overrideReasons: readonly OverrideReason[];
}

/** Advice at the point of care, made from a measure's own definitions. */
export interface DecisionSupportRule {
  readonly id: string;
  readonly version: string;
  readonly title: Text;
  readonly sentence: Text;
  readonly hooks: readonly Hook[];
  /** Types of FHIR resource that come with the call as drafts, and are never fetched. */
  readonly drafts: readonly string[];
  /** The CQL library; its definitions are named below. */
  readonly library: string;
  /** The measure by whose result the rule is judged. */
  readonly measure: string;
  /** A definition that is true when the advice is due. */
  readonly applies: string;
  /** A definition that gives the reference of the Organization whose matter it is. */
  readonly unit: string;
  /** What the card's texts may name in braces, each by its definition. */
  readonly facts: Readonly<Record<string, string>>;
  /** The parameter that says how many days ahead the Measurement Period lasts, from now to the end of that day. */
  readonly lookAhead: string;
  readonly parameters: readonly RuleParameter[];
  readonly card: CardForm;
}

export type ReadRule =
  | { readonly kind: 'rule'; readonly rule: DecisionSupportRule }
  | { readonly kind: 'unreadable'; readonly problems: readonly Problem[] };

const text = z.strictObject({ en: z.string().min(1), sv: z.string().min(1) });
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'small letters, digits and hyphens');
const name = z.string().min(1);

const parameter = z
  .strictObject({
    ...{ id, label: text, unit: text, cql: name.nullable().default(null) },
    ...{ default: z.number(), min: z.number(), max: z.number() },
  })
  .refine((one) => one.min <= one.default && one.default <= one.max, {
    message: 'the default must lie between min and max',
  });

const suggestion = z.strictObject({
  ...{ id, label: text, recommended: z.boolean().default(false) },
  actions: z.array(
    z.strictObject({
      type: z.enum(['create', 'update', 'delete']),
      description: text,
      resource: z.looseObject({ resourceType: name }).optional(),
    }),
  ),
});

/** A summary must be shorter than 140 characters (CDS Hooks 2.0). */
export const summaryLengthMax = 139;

const card = z.strictObject({
  indicator: z.enum(['info', 'warning', 'critical']),
  ...{ summary: text, detail: text },
  selectionBehavior: z.enum(['at-most-one', 'any']).default('at-most-one'),
  suggestions: z.array(suggestion).default([]),
  overrideReasons: z.array(z.strictObject({ code: id, display: text })).default([]),
});

const form = z
  .strictObject({
    id,
    version: z.string().regex(/^\d+\.\d+\.\d+$/, "three numbers, as '1.0.0'"),
    ...{ title: text, sentence: text },
    hooks: z.array(z.enum(hooks)).min(1),
    drafts: z.array(name).default([]),
    measure: id,
    ...{ applies: name, unit: name, facts: z.record(id, name).default({}) },
    lookAhead: id,
    parameters: z.array(parameter).default([]),
    card,
  })
  .refine((rule) => rule.parameters.some((one) => one.id === rule.lookAhead), {
    message: 'must be the id of one of the parameters',
    path: ['lookAhead'],
  })
  .refine((rule) => rule.parameters.every((one) => one.id === rule.lookAhead || one.cql), {
    message:
      'each but the one that lookAhead names must name the CQL parameter that it sets, as cql',
    path: ['parameters'],
  })
  .refine((rule) => rule.drafts.length === 0 || rule.hooks.every((hook) => hasDrafts(hook)), {
    message: 'drafts come with order-select and order-sign only',
    path: ['drafts'],
  });

/** What every card's text may name besides the rule's own facts. */
export const patientFact = 'patient-id';

/** Reads rule.yaml with the CQL beside it. */
export function readDecisionSupportRule(path: string, yaml: string, cql: string): ReadRule {
  const read = readYaml(form, yaml);
  if (read.kind !== 'read') {
    const code = read.kind === 'not-yaml' ? 'rule-syntax' : 'rule-form';
    return { kind: 'unreadable', problems: read.said.map((said) => ruleProblem(path, code, said)) };
  }
  const library = /^\s*library\s+("[^"]+"|[\w.]+)/m.exec(cql)?.[1]?.replaceAll('"', '');
  if (library === undefined)
    return unreadable(path, 'rule-without-cql', 'There is no CQL library beside the rule.');
  const unknown = unknownFacts(read.form.card, [patientFact, ...Object.keys(read.form.facts)]);
  if (unknown.length > 0)
    return unreadable(path, 'rule-fact', `card: {${unknown.join('}, {')}} is not among the facts.`);
  const parameters: RuleParameter[] = [];
  for (const one of read.form.parameters) {
    const type = one.cql === null ? 'Integer' : typesOfParameters(cql).get(one.cql);
    if (type === undefined) return unreadable(path, 'rule-parameter', undeclared(one));
    const isWhole = type === 'Integer';
    if (isWhole && ![one.default, one.min, one.max].every(Number.isInteger))
      return unreadable(
        path,
        'rule-parameter',
        `parameters: '${one.id}' takes whole numbers only.`,
      );
    parameters.push({ ...one, isWhole });
  }
  return { kind: 'rule', rule: { ...read.form, parameters, library } };
}

const undeclared = ({ id, cql }: Pick<RuleParameter, 'id' | 'cql'>): string =>
  `parameters: '${id}' sets the CQL parameter "${cql}", which the CQL does not declare as Integer or Decimal.`;

/** The numbers that a CQL library lets be set from outside. */
const typesOfParameters = (cql: string): ReadonlyMap<string, string> =>
  new Map(
    [...cql.matchAll(/^\s*parameter\s+(?:"([^"]+)"|([A-Za-z_]\w*))\s+(Integer|Decimal)\b/gm)].map(
      ([, quoted, plain, type = '']) => [quoted ?? plain ?? '', type],
    ),
  );

const ruleProblem = (path: string, code: string, message: string): Problem =>
  problem(code, message, 'Correct it; compare with a rule that works.', path);

const unreadable = (path: string, code: string, message: string): ReadRule => ({
  kind: 'unreadable',
  problems: [ruleProblem(path, code, message)],
});

function unknownFacts(value: unknown, known: readonly string[]): readonly string[] {
  const named = [...JSON.stringify(value).matchAll(/\{([a-z0-9-]+)\}/g)].flatMap(
    ([, one]) => one ?? [],
  );
  return [...new Set(named)].filter((one) => !known.includes(one));
}

/** Values of a rule's parameters: chosen ones where they are allowed, otherwise the default. */
export function parameterProblems(
  { parameters }: Pick<DecisionSupportRule, 'parameters'>,
  chosen: Readonly<Record<string, number>>,
): readonly Problem[] {
  return Object.entries(chosen).flatMap(([key, value]) => {
    const known = parameters.find((one) => one.id === key);
    if (known === undefined)
      return [
        problem(
          'parameter-unknown',
          `The rule has no parameter '${key}'.`,
          `It has: ${parameters.map((one) => one.id).join(', ') || 'none'}.`,
          key,
        ),
      ];
    if (isAllowed(known, value)) return [];
    return [
      problem(
        'parameter-out-of-range',
        `The parameter '${key}' was ${value}.`,
        `Choose a ${known.isWhole ? 'whole ' : ''}number from ${known.min} to ${known.max}.`,
        key,
      ),
    ];
  });
}

const isAllowed = ({ isWhole, min, max }: RuleParameter, value: number): boolean =>
  (isWhole ? Number.isInteger(value) : Number.isFinite(value)) && value >= min && value <= max;

/** What a rule's CQL is given of its parameters, by the names that the CQL knows. */
export const cqlParameters = (
  { parameters }: Pick<DecisionSupportRule, 'parameters'>,
  values: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    parameters.flatMap(({ id, cql, default: standard }) =>
      cql === null ? [] : [[cql, values[id] ?? standard]],
    ),
  );

export const parametersInForce = (
  { parameters }: Pick<DecisionSupportRule, 'parameters'>,
  chosen: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> =>
  Object.fromEntries(parameters.map((one) => [one.id, chosen[one.id] ?? one.default]));
