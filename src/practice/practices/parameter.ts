import { type Problem, problem } from '#core';

/** An adaptable part of a practice: what a unit may set for itself, and how far. */
export type Parameter =
  | {
      readonly kind: 'number';
      readonly id: string;
      readonly name: string;
      readonly unit: string;
      readonly value: number;
      readonly least: number;
      readonly greatest: number;
    }
  | {
      readonly kind: 'choice';
      readonly id: string;
      readonly name: string;
      readonly value: string;
      readonly choices: readonly string[];
    }
  | { readonly kind: 'text'; readonly id: string; readonly name: string; readonly value: string };

/** What a unit has set, by the parameter's id; what is not named stays as the practice says. */
export type ParameterValues = Readonly<Record<string, number | string>>;

/** Every value held against what the practice allows; the first that does not fit, or null. */
export function valueTrouble(
  parameters: readonly Parameter[],
  values: ParameterValues,
): Problem | null {
  for (const [id, value] of Object.entries(values)) {
    const trouble = oneTrouble(
      parameters.find((one) => one.id === id),
      id,
      value,
    );
    if (trouble !== null) return trouble;
  }
  return null;
}

function oneTrouble(
  parameter: Parameter | undefined,
  id: string,
  value: number | string,
): Problem | null {
  if (parameter === undefined)
    return problem(
      'part-unknown',
      `The practice has no adaptable part called '${id}'.`,
      'Record it as an adaptation instead, with its reason.',
      id,
      { part: id },
    );
  switch (parameter.kind) {
    case 'number':
      return numberTrouble(parameter, value);
    case 'choice':
      return typeof value === 'string' && parameter.choices.includes(value)
        ? null
        : notAChoice(parameter, value);
    case 'text':
      return typeof value === 'string' && value.trim() !== '' ? null : empty(parameter);
    default:
      return parameter satisfies never;
  }
}

function numberTrouble(
  parameter: Extract<Parameter, { kind: 'number' }>,
  value: number | string,
): Problem | null {
  const { id, name, least, greatest, unit } = parameter;
  if (typeof value === 'number' && value >= least && value <= greatest) return null;
  return problem(
    'part-out-of-range',
    `'${name}' is ${value}; the practice allows ${`${least} to ${greatest} ${unit}`.trim()}.`,
    withinOrAsk,
    id,
    { part: name, found: value, least, greatest, unit: unit === '' ? '' : `\u00a0${unit}` },
  );
}

const withinOrAsk =
  'Choose a value within what is allowed, or ask the owner of the practice for a new version.';

const notAChoice = (
  { id, name, choices }: Extract<Parameter, { kind: 'choice' }>,
  found: number | string,
): Problem =>
  problem(
    'part-not-a-choice',
    `'${name}' is ${found}; the practice allows ${choices.join(', ')}.`,
    withinOrAsk,
    id,
    { part: name, found, choices },
  );

const empty = ({ id, name }: Parameter): Problem =>
  problem('part-empty', `'${name}' is left empty.`, 'Write what applies in this unit.', id, {
    part: name,
  });

/** Parts a new version may not have: without a name or a range, twice, or set outside its own range. */
export function parameterTrouble(parameters: readonly Parameter[]): Problem | null {
  const ids = parameters.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined)
    return problem(
      'part-twice',
      `Two adaptable parts are called '${twice}'.`,
      'Give each a name of its own.',
      twice,
      { part: twice },
    );
  const standing = Object.fromEntries(parameters.map(({ id, value }) => [id, value]));
  return valueTrouble(parameters, standing);
}

/** The parts a unit has set otherwise than the practice says. */
export const partsChanged = (
  parameters: readonly Parameter[],
  values: ParameterValues,
): readonly Parameter[] =>
  parameters.filter(({ id, value }) => values[id] !== undefined && values[id] !== value);
