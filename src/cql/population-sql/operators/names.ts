import { type ElmNode, nodeAt, nodesAt, textAt } from '../../elm.ts';
import { choiceOfElement } from '../choice-of-element.ts';
import { castChoice, isOfType, mapChoice, typeOf } from '../choices.ts';
import { isMissing } from '../choose.ts';
import type { Binding, Compiler, Handler, Scope } from '../compiler.ts';
import { Elements } from '../elements.ts';
import { isRecordOf, statedType } from '../fhir-types.ts';
import { isList, noNames } from '../is-list.ts';
import { itemStep } from '../nested.ts';
import { plain } from '../plain.ts';
import { columnRequest } from '../project.ts';
import { isPlainReading, nameRows, read, readAgain } from '../rows.ts';
import { member } from '../sorting.ts';
import { decided, negated } from '../truth.ts';
import {
  certain,
  type ListsValue,
  nothing,
  type QuantityValue,
  type RowsValue,
  type TimeValue,
  textOf,
  type Value,
} from '../value.ts';
import { asCodings } from './codes.ts';
import { theOperand } from './operand.ts';
import { toQuantity } from './quantities.ts';

/** A definition: a list becomes a common table expression of its name, a single value is written in place. */
const expressionRef: Handler = (node, scope, compiler) => {
  const { library, definition } = compiler.input.libraries.definition(node, scope.library);
  const { expression, name } = definition;
  if (expression === undefined) return compiler.refuse(`"${name}" has no expression`, node, scope);
  const inside = enter(
    `${library}."${name}"`,
    { ...scope, library, title: name, names: new Map() },
    node,
    compiler,
  );
  if (!isList(expression, { library, names: noNames }, compiler))
    return compiler.value(expression, inside);
  const key = `${library}.${name}`;
  const outermost = { ...inside, frame: null, alias: '' };
  const rows = compiler.definition(key, () => definedRows(expression, name, outermost, compiler));
  return readAgain(rows, scope.alias === '' ? name : scope.alias, scope, compiler);
};

function definedRows(
  expression: ElmNode,
  name: string,
  scope: Scope,
  compiler: Compiler,
): ListsValue {
  const named = (rows: RowsValue): RowsValue =>
    isPlainReading(rows)
      ? rows
      : read(nameRows(rows, name, compiler, expression, scope), scope, compiler, name);
  const value = compiler.value(expression, scope);
  if (value.kind === 'several') return { ...value, parts: value.parts.map(named) };
  return value.kind === 'rows'
    ? named(value)
    : compiler.refuse(`"${name}" is a ${value.kind}, not a list from the data`, expression, scope);
}

function enter(key: string, scope: Scope, node: ElmNode, compiler: Compiler): Scope {
  if (scope.within.includes(key)) return compiler.refuse(`${key} uses itself`, node, scope);
  return { ...scope, within: [...scope.within, key] };
}

/** A function is written in place, with its operands written anew wherever it names them. */
const functionRef: Handler = (node, scope, compiler) => {
  const name = textAt(node, 'name') ?? '';
  if (textAt(node, 'libraryName') === 'FHIRHelpers') return fhirHelper(name, node, scope, compiler);
  const { library, definition } = compiler.input.libraries.function(node, scope.library);
  const { expression } = definition;
  if (expression === undefined)
    return compiler.refuse(`the function "${name}" is external`, node, scope);
  const names = new Map<string, Binding>();
  const given = nodesAt(node, 'operand');
  nodesAt(definition, 'operand').forEach((operand, place) => {
    const argument = given[place];
    if (argument !== undefined)
      names.set(textAt(operand, 'name') ?? '', { kind: 'later', node: argument, scope });
  });
  const inside = enter(
    `${library}."${name}"()`,
    { ...scope, library, title: name, names },
    node,
    compiler,
  );
  return compiler.value(expression, inside);
};

/** FHIRHelpers unwraps FHIR types; here the column an element is read from does. */
function fhirHelper(name: string, node: ElmNode, scope: Scope, compiler: Compiler): Value {
  const operand = theOperand(node, scope, compiler);
  const value = compiler.value(operand, scope);
  if (value.kind === 'null') return nothing;
  if (name === 'ToValue') return toValue(value, node, scope, compiler);
  if (name === 'ToQuantity') return toQuantity(value, node, scope, compiler);
  if (name === 'ToConcept' || name === 'ToCode') return asCodings(value, node, scope, compiler);
  if (name === 'ToInterval') {
    return value.kind === 'element'
      ? new Elements(compiler, scope, node).period(value)
      : compiler.refuse(`a ${value.kind} is not made an interval`, node, scope);
  }
  const isPlain = [
    'ToString',
    'ToDateTime',
    'ToDate',
    'ToInteger',
    'ToDecimal',
    'ToBoolean',
  ].includes(name);
  if (!isPlain) return compiler.refuse(`FHIRHelpers.${name} is not compiled`, node, scope);
  return value.kind === 'element' ? new Elements(compiler, scope, node).plain(value) : value;
}

/** The value of an element that may have several types; one that was read already is itself. */
const toValue = (value: Value, node: ElmNode, scope: Scope, compiler: Compiler): Value =>
  value.kind === 'element' ? choiceOfElement(value, scope, compiler, node) : value;

const nameRef: Handler = (node, scope, compiler) => {
  const name = textAt(node, 'name') ?? '';
  const binding = scope.names.get(name);
  if (binding === undefined) return identifierRef(node, scope, compiler);
  if (binding.kind === 'later') {
    return compiler.value(binding.node, {
      ...binding.scope,
      frame: scope.frame,
      alias: scope.alias,
    });
  }
  for (const source of binding.sources ?? []) scope.frame?.speaksOf(source);
  return binding.value;
};

/** A bare name inside a sort: a member of what is sorted. */
function identifierRef(node: ElmNode, scope: Scope, compiler: Compiler): Value {
  const name = textAt(node, 'name') ?? '';
  const sorted = scope.names.get('$this');
  if (sorted?.kind !== 'value')
    return compiler.refuse(`the name '${name}' is not known here`, node, scope);
  return stepInto(sorted.value, name, node, scope, compiler);
}

const property: Handler = (node, scope, compiler) => {
  const path = textAt(node, 'path') ?? '';
  const scopeName = textAt(node, 'scope');
  const source = nodeAt(node, 'source');
  // Older translators left the source out where they lost it; of nothing there is nothing.
  if (scopeName === undefined && source === undefined) return nothing;
  const from =
    scopeName === undefined
      ? compiler.value(source ?? node, { ...scope, alias: '' })
      : nameRef({ ...node, type: 'AliasRef', name: scopeName }, scope, compiler);
  return path
    .split('.')
    .reduce<Value>((value, step) => stepInto(value, step, node, scope, compiler), from);
};

function stepInto(
  from: Value,
  step: string,
  node: ElmNode,
  scope: Scope,
  compiler: Compiler,
): Value {
  if (from.kind === 'null') return nothing;
  if (from.kind === 'row' || from.kind === 'element')
    return new Elements(compiler, scope, node).step(from, step);
  if (from.kind === 'interval' || from.kind === 'choice') {
    const end = endOfInterval(from, step);
    if (end !== undefined) return end;
  }
  if (from.kind === 'tuple') return member(from, step, node, scope, compiler);
  // A FHIR primitive that is already read has its value as itself.
  if (step === 'value' && ['text', 'number', 'time', 'truth'].includes(from.kind)) return from;
  if (from.kind === 'quantity') return partOfQuantity(from, step, node, scope, compiler);
  if (from.kind === 'coding' || from.kind === 'reference') {
    const value = itemStep(from, step);
    if (value !== undefined) return value;
  }
  return compiler.refuse(`'${step}' of a ${from.kind} is not compiled`, node, scope);
}

function partOfQuantity(
  { value, unit }: QuantityValue,
  step: string,
  node: ElmNode,
  scope: Scope,
  compiler: Compiler,
): Value {
  if (step === 'value') return certain('decimal', value);
  // Without a value there is no quantity, whatever its unit.
  if (step === 'unit') return textOf(`CASE WHEN ${value} IS NOT NULL THEN ${unit} END`);
  return compiler.refuse(`'${step}' of a quantity is not compiled`, node, scope);
}

/** An end of an interval as it is written. */
function endOfInterval(from: Value, step: string): Value | undefined {
  if (step !== 'low' && step !== 'high') return undefined;
  return mapChoice(from, (form) => {
    if (form.kind !== 'interval') return nothing;
    const { value } = form[step];
    return value.kind === 'time' ? withoutStandIn(value) : value;
  });
}

const withoutStandIn = (time: TimeValue): TimeValue => ({ ...time, standIn: null });

/** The type as CQL names it, without its model: Interval<DateTime>. */
const typeName = (node: ElmNode): string => {
  const specifier = nodeAt(node, 'asTypeSpecifier') ?? nodeAt(node, 'isTypeSpecifier');
  return specifier === undefined
    ? bare(textAt(node, 'asType') ?? textAt(node, 'isType') ?? '')
    : specifierName(specifier);
};

const bare = (name: string): string => name.replace(/^\{.*\}/, '');

function specifierName(specifier: ElmNode): string {
  const point = nodeAt(specifier, 'pointType');
  if (point !== undefined) return `Interval<${specifierName(point)}>`;
  return bare(textAt(specifier, 'name') ?? '');
}

const castAs: Handler = (node, scope, compiler) => {
  const value = compiler.value(theOperand(node, scope, compiler), scope);
  const type = typeName(node);
  if (value.kind === 'row') return isRecordOf(value.resource, statedType(node)) ? value : nothing;
  if (value.kind === 'rows' || value.kind === 'several')
    return asList(value, node, scope, compiler);
  // A choice of types says no more than is known.
  if (type === '') return value;
  if (value.kind === 'choice') return castChoice(value, type);
  if (value.kind === 'element') return new Elements(compiler, scope, node).cast(value, type);
  return isSystemType(type) && isSystemType(typeOf(value)) && typeOf(value) !== type
    ? nothing
    : value;
};

/** A list of records as a list of the types they have; as any other it would be missing. */
function asList(list: ListsValue, node: ElmNode, scope: Scope, compiler: Compiler): Value {
  const stated = statedType(node);
  const item = stated?.type === 'ListTypeSpecifier' ? nodeAt(stated, 'elementType') : undefined;
  const parts = list.kind === 'several' ? list.parts : [list];
  const isSame = parts.every(
    ({ element }) => element.kind === 'row' && isRecordOf(element.resource, item),
  );
  return isSame
    ? list
    : compiler.refuse('a list as a list of another type is not compiled', node, scope);
}

const systemTypes = new Set([
  'DateTime',
  'Date',
  'Quantity',
  'Integer',
  'Decimal',
  'String',
  'Boolean',
  'Interval<DateTime>',
  'Interval<Date>',
  'Interval<Quantity>',
]);
const isSystemType = (type: string): boolean => systemTypes.has(type);

/** Of which type a choice is: the one whose column has a value. */
const isType: Handler = (node, scope, compiler) => {
  const value = compiler.value(theOperand(node, scope, compiler), scope);
  if (value.kind === 'null') return decided('FALSE');
  if (value.kind === 'row') return recordIs(value, node, scope, compiler);
  if (value.kind === 'choice') return isOfType(value, typeName(node));
  if (isSystemType(typeOf(value)))
    return typeOf(value) === typeName(node)
      ? presentTruth(value, node, scope, compiler)
      : decided('FALSE');
  if (value.kind !== 'element')
    return compiler.refuse(`the type of a ${value.kind} is not asked`, node, scope);
  const elements = new Elements(compiler, scope, node);
  const asked = elements.cast(value, typeName(node));
  if (typeName(node) === 'Period') return decided(elements.period(asked).isPresent?.() ?? 'TRUE');
  return decided(elements.presence(asked));
};

/** Whether there is a record and it is of the type. */
function recordIs(
  row: Value & { kind: 'row' },
  node: ElmNode,
  scope: Scope,
  compiler: Compiler,
): Value {
  if (!isRecordOf(row.resource, statedType(node))) return decided('FALSE');
  const id = compiler.within(scope, node).column(row.source, columnRequest('id'));
  return decided(`${id} IS NOT NULL`);
}

function presentTruth(value: Value, node: ElmNode, scope: Scope, compiler: Compiler): Value {
  const missing = isMissing(value);
  return missing === undefined
    ? compiler.refuse(`whether there is a ${value.kind} is not compiled`, node, scope)
    : negated(missing);
}

const tuple: Handler = (node, scope, compiler) => {
  const fields = nodesAt(node, 'element').map((element): [string, () => Value] => {
    const expression = nodeAt(element, 'value');
    const write = (): Value =>
      expression === undefined ? nothing : plain(expression, scope, compiler);
    return [textAt(element, 'name') ?? '', write];
  });
  return { kind: 'tuple', fields: new Map(fields) };
};

export const nameHandlers: Readonly<Record<string, Handler>> = {
  ExpressionRef: expressionRef,
  FunctionRef: functionRef,
  OperandRef: nameRef,
  AliasRef: nameRef,
  QueryLetRef: nameRef,
  IdentifierRef: nameRef,
  Property: property,
  As: castAs,
  Is: isType,
  Tuple: tuple,
};
