import { holdingOf, isTemporal } from './fhir-elements.ts';
import { asList, pathProblem, type Scope, single, truth } from './scope.ts';
import { apply, emptyValue, literal, type Scalar, type Value } from './value.ts';

/** `left operator right`, with FHIRPath's rules for empty operands. */
export function operation(operator: string, left: Value, right: Value, scope: Scope): Value {
  switch (operator) {
    case 'and':
    case 'or':
      return apply(operator, 'boolean', [condition(left, scope), condition(right, scope)]);
    case 'xor':
      return not(equal(condition(left, scope), condition(right, scope), scope));
    case 'implies':
      return apply('or', 'boolean', [not(condition(left, scope)), condition(right, scope)]);
    case '=':
      return equal(left, right, scope);
    case '!=':
      return not(equal(left, right, scope));
    case '<':
      return ordered('less', left, right, scope);
    case '>':
      return ordered('less', right, left, scope);
    case '<=':
      return not(ordered('less', right, left, scope));
    case '>=':
      return not(ordered('less', left, right, scope));
    case '&':
      return apply('concatenate', 'string', [text(left, scope), text(right, scope)]);
    case '|':
      return union(left, right, scope);
    case 'in':
      return membership(left, right, scope);
    case 'contains':
      return membership(right, left, scope);
    default:
      return arithmetic(operator, left, right, scope);
  }
}

export const not = (value: Value): Value => apply('not', 'boolean', [value]);

const condition = (value: Value, scope: Scope): Value =>
  value.kind === 'empty' ? emptyValue('boolean') : truth(value, scope);

export function text(value: Value, scope: Scope): Value {
  const one = single(value, scope);
  const holding = holdingOf(one.type);
  if (holding === 'text') return one;
  if (holding === 'element') throw wholeElement(one, scope);
  return apply('to-text', 'string', [one]);
}

export const wholeElement = (value: Value, scope: Scope): Error =>
  pathProblem(
    scope,
    `a whole ${value.type} cannot be compared, joined or put into a column.`,
    'Go on to one of its parts, as code.coding.code or period.start.',
  );

interface Pair {
  readonly left: Value;
  readonly right: Value;
  readonly kind: 'text' | 'number' | 'boolean' | 'instant' | 'time';
}

/** Both sides as one kind of value: untyped data follows the other side, numbers widen to decimals. */
function paired(left: Value, right: Value, scope: Scope): Pair {
  const sides = [left, right] as const;
  for (const side of sides) if (holdingOf(side.type) === 'element') throw wholeElement(side, scope);
  const kinds = sides.map(kindOf).filter((kind) => kind !== 'untyped');
  const kind = kinds.find((found) => found !== 'text') ?? 'text';
  const odd = kinds.find((found) => found !== kind);
  if (odd !== undefined && !(odd === 'text' && (kind === 'instant' || kind === 'time'))) {
    throw pathProblem(
      scope,
      `a value of type ${left.type} is compared with one of type ${right.type}.`,
      'Compare values of one kind: text with text, number with number, date with date.',
    );
  }
  return { left: adapted(left, kind), right: adapted(right, kind), kind };
}

const kindOf = (value: Value): Pair['kind'] | 'untyped' => {
  const holding = holdingOf(value.type);
  if (isTemporal(value.type)) return 'instant';
  if (value.type === 'time') return 'time';
  if (holding === 'integer' || holding === 'decimal') return 'number';
  return holding === 'element' ? 'untyped' : holding;
};

const conversions = {
  text: ['to-text', 'string'],
  instant: ['to-text', 'dateTime'],
  time: ['to-text', 'time'],
  number: ['to-decimal', 'decimal'],
  boolean: ['to-boolean', 'boolean'],
} as const satisfies Record<Pair['kind'], readonly [Scalar, string]>;

const adapted = (value: Value, kind: Pair['kind']): Value => {
  if (value.type !== 'untyped') return value;
  const [name, type] = conversions[kind];
  return value.many ? value : apply(name, type, [value]);
};

function equal(left: Value, right: Value, scope: Scope): Value {
  if (left.kind === 'empty' || right.kind === 'empty') return emptyValue('boolean');
  if (left.many || right.many) {
    const pair = paired(left, right, scope);
    return apply('equal-lists', 'boolean', [asList(pair.left), asList(pair.right)]);
  }
  const pair = paired(left, right, scope);
  const names = { instant: 'equal-instants', time: 'equal-times' } as const;
  const name = pair.kind === 'instant' || pair.kind === 'time' ? names[pair.kind] : 'equal';
  return apply(name, 'boolean', [pair.left, pair.right, literal('string', scope.zone)]);
}

function ordered(name: 'less', left: Value, right: Value, scope: Scope): Value {
  if (left.kind === 'empty' || right.kind === 'empty') return emptyValue('boolean');
  const pair = paired(single(left, scope), single(right, scope), scope);
  if (pair.kind === 'boolean') {
    throw pathProblem(scope, 'true and false have no order.', 'Use = or !=.');
  }
  const names = { instant: 'less-instants', time: 'less-times' } as const;
  const operatorName = pair.kind === 'instant' || pair.kind === 'time' ? names[pair.kind] : name;
  return apply(operatorName, 'boolean', [pair.left, pair.right, literal('string', scope.zone)]);
}

function union(left: Value, right: Value, scope: Scope): Value {
  if (left.kind === 'empty') return right;
  if (right.kind === 'empty') return left;
  const pair = paired(left, right, scope);
  return apply('union', pair.left.type, [asList(pair.left), asList(pair.right)], true);
}

function membership(item: Value, list: Value, scope: Scope): Value {
  if (item.kind === 'empty') return emptyValue('boolean');
  if (list.kind === 'empty') return literal('boolean', 'false');
  const pair = paired(single(item, scope), list, scope);
  return apply('contains-element', 'boolean', [asList(pair.right), pair.left]);
}

const arithmeticNames: Readonly<Record<string, Scalar>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  div: 'whole-divide',
  mod: 'remainder',
};

function arithmetic(operator: string, left: Value, right: Value, scope: Scope): Value {
  const name = arithmeticNames[operator];
  if (name === undefined) {
    throw pathProblem(
      scope,
      `the operator '${operator}' is not supported in views.`,
      'Use = != < <= > >= + - * / div mod & | in contains and or xor implies.',
    );
  }
  if (left.kind === 'empty' || right.kind === 'empty') return emptyValue('decimal');
  const sides = [single(left, scope), single(right, scope)].map((side) => numberOrText(side));
  const holdings = sides.map((side) => holdingOf(side.type));
  if (operator === '+' && holdings.every((holding) => holding === 'text')) {
    return apply('append', 'string', sides);
  }
  if (holdings.some((holding) => holding !== 'integer' && holding !== 'decimal')) {
    throw pathProblem(
      scope,
      `'${operator}' is used on values of type ${left.type} and ${right.type}.`,
      'Calculate with numbers only; for quantities use their .value.',
    );
  }
  return apply(name, resultType(operator, holdings), sides);
}

const resultType = (operator: string, holdings: readonly string[]): string => {
  if (operator === 'div') return 'integer';
  if (operator === '/') return 'decimal';
  return holdings.includes('decimal') ? 'decimal' : 'integer';
};

const numberOrText = (value: Value): Value =>
  value.type === 'untyped' ? apply('to-decimal', 'decimal', [value]) : value;

/** Plus or minus before a number. */
export function signed(sign: string, of: Value, scope: Scope): Value {
  const one = numberOrText(single(of, scope));
  const holding = holdingOf(one.type);
  if (holding !== 'integer' && holding !== 'decimal') {
    throw pathProblem(scope, `'${sign}' stands before a ${one.type}.`, 'Use it before a number.');
  }
  if (sign === '+') return one;
  return one.kind === 'literal'
    ? literal(one.type, `-${one.text}`)
    : apply('negate', one.type, [one]);
}
