import { type ElmNode, nodeAt, nodesAt, textAt } from '../elm.ts';
import type { Compiler, Scope } from './compiler.ts';

/** In whose words an expression is written, and what its operands stand for. */
interface Wording {
  readonly library: string;
  readonly names: ReadonlyMap<string, { readonly node: ElmNode; readonly wording: Wording }>;
}

export const noNames: Wording['names'] = new Map();

/** In whose words expressions stand that are written within a scope. */
export const wordingOf = ({ library, names }: Scope): Wording => ({
  library,
  names: new Map(
    [...names].flatMap(([name, bound]) =>
      bound.kind === 'later' ? [[name, { node: bound.node, wording: wordingOf(bound.scope) }]] : [],
    ),
  ),
});

/** Whether an expression is a list from the data, told by its form. */
export function isList(node: ElmNode, wording: Wording, compiler: Compiler): boolean {
  const { library, names } = wording;
  const { libraries } = compiler.input;
  switch (node.type) {
    case 'Retrieve':
    case 'Union':
    case 'Intersect':
    case 'Except':
    case 'Flatten':
      return true;
    case 'As':
      return isListAt(node, 'operand', wording, compiler);
    case 'Query':
      return nodesAt(node, 'source').some((source) =>
        isListAt(source, 'expression', wording, compiler),
      );
    case 'ExpressionRef': {
      const found = libraries.definition(node, library);
      return isListAt(
        found.definition,
        'expression',
        { library: found.library, names: noNames },
        compiler,
      );
    }
    case 'OperandRef': {
      const bound = names.get(textAt(node, 'name') ?? '');
      return bound !== undefined && isList(bound.node, bound.wording, compiler);
    }
    case 'FunctionRef': {
      if (textAt(node, 'libraryName') === 'FHIRHelpers') return false;
      const found = libraries.function(node, library);
      const given = nodesAt(node, 'operand');
      const operands = nodesAt(found.definition, 'operand').flatMap((operand, place) => {
        const argument = given[place];
        return argument === undefined
          ? []
          : [[textAt(operand, 'name') ?? '', { node: argument, wording }] as const];
      });
      const inside = { library: found.library, names: new Map(operands) };
      return isListAt(found.definition, 'expression', inside, compiler);
    }
    default:
      return false;
  }
}

function isListAt(node: ElmNode, key: string, wording: Wording, compiler: Compiler): boolean {
  const inner = nodeAt(node, key) ?? nodesAt(node, key)[0];
  return inner !== undefined && isList(inner, wording, compiler);
}
