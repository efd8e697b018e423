import { textAt } from '../../elm.ts';
import { FhirObject } from '../fhir-object.ts';
import { type Compile, operands, part } from './operand.ts';
import type { Run, Session } from './run.ts';
import { Scope } from './scope.ts';

const expressionRef: Compile = (node, scope, compiler) =>
  compiler.definition(compiler.libraryOf(node, scope), textAt(node, 'name') ?? '', node);

type Called = ReturnType<Parameters<Compile>[2]['functions']>[number];

/**
 * Among functions of the same name the operands' types decide; of several that fit, the last written, as the engine has
 * it.
 */
const functionRef: Compile = (node, scope, compiler) => {
  const given = operands(node, scope, compiler);
  const name = textAt(node, 'name') ?? '';
  const candidates = compiler.functions(compiler.libraryOf(node, scope), name, given.length, node);
  const [only] = candidates;
  const choose =
    candidates.length === 1 && only !== undefined ? () => only : chooser(candidates, name);
  return (frame, session) => {
    const values = given.map((one) => one(frame, session) ?? null);
    return choose(values).run(values, session);
  };
};

function chooser(
  candidates: readonly Called[],
  name: string,
): (values: readonly unknown[]) => Called {
  const byType = new Map<string, Called>();
  const choose = (values: readonly unknown[]): Called => {
    const fitting = candidates.filter(({ tests }) =>
      values.every((value, index) => tests[index]?.(value) !== false),
    );
    const last = fitting.at(-1);
    if (last === undefined) throw new TypeError(`CQL: no function '${name}' takes these operands`);
    return last;
  };
  return (values) => {
    const [value] = values;
    if (values.length !== 1 || !(value instanceof FhirObject)) return choose(values);
    const held = byType.get(value.typeName);
    if (held !== undefined) return held;
    const chosen = choose(values);
    byType.set(value.typeName, chosen);
    return chosen;
  };
}

/** A parameter as it is given, otherwise its default. */
const parameterRef: Compile = (node, scope, compiler) => {
  const name = textAt(node, 'name') ?? '';
  const library = compiler.libraryOf(node, scope);
  const definition = compiler.definitionIn(library, 'parameters', name);
  const otherwise: Run =
    definition?.default === undefined
      ? () => null
      : part(definition, 'default', new Scope(library, { size: 0 }), compiler);
  return (_frame, session: Session) => {
    const given = session.parameters[name];
    return given === undefined ? otherwise([], session) : given;
  };
};

export const references: Readonly<Record<string, Compile>> = {
  ExpressionRef: expressionRef,
  FunctionRef: functionRef,
  ParameterRef: parameterRef,
};
