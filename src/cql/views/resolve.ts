import { holdingOf } from './fhir-elements.ts';
import { parseFhirPath, type Syntax } from './fhirpath-syntax.ts';
import { call, present } from './functions.ts';
import { member, ofType } from './navigation.ts';
import { operation, signed } from './operators.ts';
import { asList, pathProblem, type Scope, single } from './scope.ts';
import { emptyValue, literal, type Value } from './value.ts';

/** Reads a path and gives it its meaning at one place of the view. */
export const resolvePath = (path: string, scope: Scope): Value =>
  resolve(parseFhirPath(path, scope.where), scope);

export function resolve(syntax: Syntax, scope: Scope): Value {
  switch (syntax.kind) {
    case 'literal':
      return literalValue(syntax, scope);
    case 'empty':
      return emptyValue();
    case 'this':
      return scope.self;
    case 'position':
      throw pathProblem(
        scope,
        '$index is not supported in views.',
        'Use %rowIndex for the row of a forEach, or an index such as name[0].',
      );
    case 'variable':
      return variable(syntax.name, scope);
    case 'member':
      return memberOf(syntax, scope);
    case 'call': {
      const of = syntax.of === null ? scope.self : resolve(syntax.of, scope);
      return call({ name: syntax.name, of, args: syntax.args, scope });
    }
    case 'index':
      return indexed(resolve(syntax.of, scope), resolve(syntax.at, scope), scope);
    case 'operator':
      return operation(
        syntax.operator,
        resolve(syntax.left, scope),
        resolve(syntax.right, scope),
        scope,
      );
    case 'sign':
      return signed(syntax.sign, resolve(syntax.of, scope), scope);
    case 'type':
      return typeTest(syntax, scope);
    default:
      return syntax satisfies never;
  }
}

function literalValue(syntax: Syntax & { kind: 'literal' }, scope: Scope): Value {
  if (syntax.type === 'Quantity') {
    throw pathProblem(
      scope,
      `'${syntax.text}' is a quantity.`,
      "Compare the parts: value.ofType(Quantity).value > 4 and value.ofType(Quantity).code = 'mg'.",
    );
  }
  return literal(syntax.type, syntax.text);
}

function memberOf(syntax: Syntax & { kind: 'member' }, scope: Scope): Value {
  if (syntax.of !== null) return member(resolve(syntax.of, scope), syntax.name, scope);
  return syntax.name === scope.resource.type
    ? scope.resource
    : member(scope.self, syntax.name, scope);
}

function variable(name: string, scope: Scope): Value {
  if (name === 'rowIndex') {
    scope.useRowIndex();
    return scope.rowIndex;
  }
  if (name === 'resource' || name === 'rootResource') return scope.resource;
  if (name === 'context') return scope.self;
  const constant = scope.constants.get(name);
  if (constant !== undefined) return constant;
  const known = [...scope.constants.keys(), 'rowIndex', 'resource', 'context'];
  throw pathProblem(
    scope,
    `%${name} is not defined.`,
    `Define it under constant, or use one of %${known.join(', %')}.`,
  );
}

function indexed(of: Value, at: Value, scope: Scope): Value {
  if (holdingOf(at.type) !== 'integer') {
    throw pathProblem(scope, `an index is of type ${at.type}.`, 'Use a whole number, as name[0].');
  }
  const list = asList(of);
  return {
    kind: 'at',
    of: list,
    position: single(at, scope),
    type: of.type,
    shape: of.shape,
    many: false,
  };
}

function typeTest(syntax: Syntax & { kind: 'type' }, scope: Scope): Value {
  const of = resolve(syntax.of, scope);
  const typeName = syntax.typeName.replace(/^(FHIR|System)\./, '');
  const found = ofType(of, typeName, scope);
  return syntax.operator === 'is' ? present(found) : found;
}
