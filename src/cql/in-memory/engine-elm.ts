import { type ElmDefinition, type ElmLibrary, type ElmNode, nodeAt } from '../elm.ts';

/**
 * A library as cql-execution can read it: the engine looks for the operands of functions that have none, and for codes
 * in the list of which a retrieve by a list of codes makes the only item of another.
 */
export function forEngine({ library }: ElmLibrary): ElmLibrary {
  const def = library.statements?.def?.map((one): ElmDefinition => {
    const { expression } = one;
    const whole =
      expression === undefined ? one : { ...one, expression: withPlainCodes(expression) };
    return one.type === 'FunctionDef' && one.operand === undefined
      ? { ...whole, operand: [] }
      : whole;
  });
  return def === undefined ? { library } : { library: { ...library, statements: { def } } };
}

function withPlainCodes(expression: ElmNode): ElmNode {
  return JSON.parse(JSON.stringify(expression), (key, value: ElmNode | null) => {
    if (key !== 'codes' || value?.type !== 'ToList') return value;
    const listed = nodeAt(value, 'operand');
    return listed?.type === 'List' ? listed : value;
  });
}
