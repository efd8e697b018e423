import { holdingOf, isResourceType, isTemporal } from './fhir-elements.ts';
import type { Syntax } from './fhirpath-syntax.ts';
import { typeNameOf } from './fhirpath-syntax.ts';
import {
  choicePresent,
  extensionWithUrl,
  field,
  ofType,
  referenceKey,
  writtenDigits,
} from './navigation.ts';
import { not, text, wholeElement } from './operators.ts';
import { asList, each, filtered, pathProblem, type Scope, single, truth } from './scope.ts';
import { apply, emptyValue, literal, type Scalar, type Value } from './value.ts';

interface Call {
  readonly name: string;
  readonly of: Value;
  readonly args: readonly Syntax[];
  readonly scope: Scope;
}

interface FunctionRule {
  readonly least: number;
  readonly most: number;
  readonly apply: (call: Call) => Value;
}

/** A function call in a path, refused with the list of what is possible when views do not know it. */
export function call({ name, of, args, scope }: Call): Value {
  const rule = rules[name];
  if (rule === undefined) {
    throw pathProblem(
      scope,
      `the function ${name}() is not supported in views.`,
      `Supported are ${Object.keys(rules).join(', ')}.`,
    );
  }
  if (args.length < rule.least || args.length > rule.most) {
    const allowed = rule.least === rule.most ? `${rule.least}` : `${rule.least} to ${rule.most}`;
    throw pathProblem(
      scope,
      `${name}() got ${args.length} arguments and takes ${allowed}.`,
      'Correct the call.',
    );
  }
  return rule.apply({ name, of, args, scope });
}

const rule = (least: number, most: number, run: (call: Call) => Value): FunctionRule => ({
  least,
  most,
  apply: run,
});

const argument = ({ args, scope }: Call, position = 0): Value => {
  const syntax = args[position];
  return syntax === undefined ? emptyValue() : scope.resolve(syntax, scope);
};

const argumentSyntax = ({ args }: Call, position = 0): Syntax =>
  args[position] ?? { kind: 'empty' };

const typeArgument = (call: Call): string => {
  const name = typeNameOf(argumentSyntax(call));
  if (name !== null) return name;
  throw pathProblem(
    call.scope,
    `${call.name}() got something else than a type name.`,
    `Name a FHIR type, as ${call.name}(Quantity).`,
  );
};

/** Whether anything is there. */
export function present(value: Value): Value {
  if (value.kind === 'empty') return literal('boolean', 'false');
  if (value.kind === 'choice') return choicePresent(value);
  if (value.kind === 'map' && value.body.kind === 'choice') {
    const body = choicePresent(value.body);
    return apply('any-true', 'boolean', [{ ...value, body, type: 'boolean' }]);
  }
  return apply(value.many ? 'present-list' : 'present', 'boolean', [value]);
}

const where = (call: Call): Value => filtered(call.of, call.scope, argumentSyntax(call));

const exists = (call: Call): Value => present(call.args.length === 0 ? call.of : where(call));

const first = ({ of }: Call): Value =>
  of.many
    ? {
        kind: 'at',
        of,
        position: literal('integer', '0'),
        type: of.type,
        shape: of.shape,
        many: false,
      }
    : of;

const last = ({ of }: Call): Value =>
  of.many ? { kind: 'last', of, type: of.type, shape: of.shape, many: false } : of;

const count = ({ of }: Call): Value => apply('count', 'integer', [asList(of)]);

const selected = (call: Call): Value =>
  each(call.of, call.scope, (item) =>
    call.scope.resolve(argumentSyntax(call), { ...call.scope, self: item }),
  );

const all = (call: Call): Value =>
  apply('all-true', 'boolean', [
    each(asList(call.of), call.scope, (item) => {
      const scope = { ...call.scope, self: item };
      const holds = truth(scope.resolve(argumentSyntax(call), scope), scope);
      return apply('if', 'boolean', [
        holds,
        literal('boolean', 'true'),
        literal('boolean', 'false'),
      ]);
    }),
  ]);

function join(call: Call): Value {
  if (call.of.kind === 'empty') return literal('string', '');
  const items = each(asList(call.of), call.scope, (item) => text(item, call.scope));
  const separator =
    call.args.length === 0 ? literal('string', '') : text(argument(call), call.scope);
  return apply('join', 'string', [items, separator]);
}

function condition(call: Call): Value {
  const test = truth(argument(call), call.scope);
  const then = argument(call, 1);
  const otherwise = argument(call, 2);
  const type = then.kind === 'empty' ? otherwise.type : then.type;
  if (then.many || otherwise.many) {
    return apply('if', type, [test, asList(then), asList(otherwise)], true);
  }
  return apply('if', type, [test, then, otherwise]);
}

function isOfType(call: Call): Value {
  const found = ofType(call.of, typeArgument(call), call.scope);
  return present(found);
}

function resourceKey({ of, scope }: Call): Value {
  if (isResourceType(of.type) && !of.many) return field(of, { key: 'id', type: 'id', many: false });
  throw pathProblem(
    scope,
    `getResourceKey() is asked of a ${of.type}.`,
    'Ask the resource: inside a forEach write %resource.getResourceKey().',
  );
}

const onText =
  (name: Scalar, type: string) =>
  (call: Call): Value =>
    each(call.of, call.scope, (item) =>
      apply(name, type, [
        text(item, call.scope),
        ...call.args.map((_, position) => text(argument(call, position), call.scope)),
      ]),
    );

const boundary =
  (name: 'low-boundary' | 'high-boundary') =>
  (call: Call): Value => {
    const asked = single(call.of, call.scope);
    const one = asked.type === 'Period' ? periodEnd(asked, name) : asked;
    const holding = holdingOf(one.type);
    if (holding === 'decimal' || holding === 'integer') {
      return apply(name, 'decimal', [writtenDigits(one)]);
    }
    if (isTemporal(one.type) || one.type === 'time') return apply(name, one.type, [one]);
    throw pathProblem(
      call.scope,
      `${call.name}() is asked of a ${one.type}.`,
      'Use it on a date, dateTime, instant, time, Period or decimal.',
    );
  };

/** A Period reaches from the first moment of its start to the last of its end. */
const periodEnd = (period: Value, name: 'low-boundary' | 'high-boundary'): Value =>
  field(period, { key: name === 'low-boundary' ? 'start' : 'end', type: 'dateTime', many: false });

const asText = ({ of, scope }: Call): Value => {
  if (holdingOf(of.type) === 'element') throw wholeElement(of, scope);
  return text(of, scope);
};

const rules: Readonly<Record<string, FunctionRule>> = {
  where: rule(1, 1, where),
  exists: rule(0, 1, exists),
  empty: rule(0, 0, (call) => not(present(call.of))),
  hasValue: rule(0, 0, (call) => present(call.of)),
  not: rule(0, 0, ({ of, scope }) =>
    not(of.kind === 'empty' ? emptyValue('boolean') : truth(of, scope)),
  ),
  first: rule(0, 0, first),
  last: rule(0, 0, last),
  single: rule(0, 0, ({ of, scope }) => single(of, scope)),
  count: rule(0, 0, count),
  select: rule(1, 1, selected),
  all: rule(1, 1, all),
  join: rule(0, 1, join),
  iif: rule(2, 3, condition),
  ofType: rule(1, 1, (call) => ofType(call.of, typeArgument(call), call.scope)),
  as: rule(1, 1, (call) => ofType(call.of, typeArgument(call), call.scope)),
  is: rule(1, 1, isOfType),
  extension: rule(1, 1, (call) => extensionWithUrl(call.of, argument(call), call.scope)),
  getResourceKey: rule(0, 0, resourceKey),
  getReferenceKey: rule(0, 1, (call) =>
    referenceKey(call.of, call.args.length === 0 ? null : typeArgument(call), call.scope),
  ),
  lowBoundary: rule(0, 0, boundary('low-boundary')),
  highBoundary: rule(0, 0, boundary('high-boundary')),
  startsWith: rule(1, 1, onText('starts-with', 'boolean')),
  endsWith: rule(1, 1, onText('ends-with', 'boolean')),
  contains: rule(1, 1, onText('contains-text', 'boolean')),
  upper: rule(0, 0, onText('upper', 'string')),
  lower: rule(0, 0, onText('lower', 'string')),
  length: rule(0, 0, onText('length', 'integer')),
  toString: rule(0, 0, asText),
};
