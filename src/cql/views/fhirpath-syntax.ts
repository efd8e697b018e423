import fhirpath from 'fhirpath';
import { ProblemError, problem } from '#core';

/** A FHIRPath expression as a tree with only the parts our compiler needs. */
export type Syntax =
  | { readonly kind: 'literal'; readonly type: LiteralType; readonly text: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'member'; readonly of: Syntax | null; readonly name: string }
  | {
      readonly kind: 'call';
      readonly of: Syntax | null;
      readonly name: string;
      readonly args: readonly Syntax[];
    }
  | { readonly kind: 'index'; readonly of: Syntax; readonly at: Syntax }
  | {
      readonly kind: 'operator';
      readonly operator: string;
      readonly left: Syntax;
      readonly right: Syntax;
    }
  | { readonly kind: 'sign'; readonly sign: string; readonly of: Syntax }
  | {
      readonly kind: 'type';
      readonly operator: string;
      readonly of: Syntax;
      readonly typeName: string;
    }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'this' }
  | { readonly kind: 'position' };

type LiteralType =
  | 'string'
  | 'integer'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'dateTime'
  | 'time'
  | 'Quantity';

interface ParsedNode {
  readonly type: string;
  readonly text: string;
  readonly children: readonly ParsedNode[];
}

/** Parses FHIRPath text with the grammar of the fhirpath package. `where` names the place in the view. */
export function parseFhirPath(text: string, where: string): Syntax {
  let tree: ParsedNode;
  try {
    tree = narrow(fhirpath.parse(text));
  } catch (cause) {
    throw new ProblemError(
      problem(
        'view.path-unreadable',
        `'${text}' is not FHIRPath${parserWords(cause)}.`,
        'Correct the path; it is read by the grammar of FHIRPath 2, for example name.where(use = %use).family.',
        where,
      ),
      { cause },
    );
  }
  return expression(tree, { text, where });
}

const parserWords = (cause: unknown): string => {
  const found = cause instanceof Error ? /line: (\d+); column: (\d+)/.exec(cause.message) : null;
  return found === null ? '' : ` (line ${found[1]}, column ${found[2]})`;
};

function narrow(node: unknown): ParsedNode {
  const fields: Record<string, unknown> =
    typeof node === 'object' && node !== null ? { ...node } : {};
  const children = Array.isArray(fields.children) ? fields.children.map(narrow) : [];
  const delimited = fields.delimitedText;
  return {
    type: String(fields.type ?? ''),
    text: typeof delimited === 'string' ? delimited : String(fields.text ?? ''),
    children,
  };
}

interface Source {
  readonly text: string;
  readonly where: string;
}

const child = (node: ParsedNode, position: number, source: Source): ParsedNode => {
  const found = node.children[position];
  if (found === undefined) throw unreadable(node, source);
  return found;
};

const unreadable = (node: ParsedNode, source: Source): ProblemError =>
  new ProblemError(
    problem(
      'view.path-unreadable',
      `'${source.text}' holds a part that views cannot use (${node.type}).`,
      'Write the path with elements, operators and functions only.',
      source.where,
    ),
  );

function expression(node: ParsedNode, source: Source): Syntax {
  const at = (position: number): Syntax => expression(child(node, position, source), source);
  switch (node.type) {
    case 'EntireExpression':
    case 'TermExpression':
    case 'InvocationTerm':
    case 'ParenthesizedTerm':
      return at(0);
    case 'InvocationExpression':
      return invocation(child(node, 1, source), at(0), source);
    case 'IndexerExpression':
      return { kind: 'index', of: at(0), at: at(1) };
    case 'PolarityExpression':
      return { kind: 'sign', sign: node.text, of: at(0) };
    case 'TypeExpression': {
      const typeName = child(node, 1, source).text;
      return { kind: 'type', operator: node.text, of: at(0), typeName };
    }
    case 'LiteralTerm':
      return literal(child(node, 0, source), source);
    case 'ExternalConstantTerm':
      return { kind: 'variable', name: unquoted(node.text) };
    default:
      return binaryOperators.has(node.type)
        ? { kind: 'operator', operator: node.text, left: at(0), right: at(1) }
        : invocation(node, null, source);
  }
}

const binaryOperators = new Set([
  'MultiplicativeExpression',
  'AdditiveExpression',
  'UnionExpression',
  'InequalityExpression',
  'EqualityExpression',
  'MembershipExpression',
  'AndExpression',
  'OrExpression',
  'ImpliesExpression',
]);

function invocation(node: ParsedNode, of: Syntax | null, source: Source): Syntax {
  switch (node.type) {
    case 'MemberInvocation':
      return { kind: 'member', of, name: unquoted(node.text) };
    case 'FunctionInvocation': {
      const functn = child(node, 0, source);
      const parameters = functn.children.find((part) => part.type === 'ParamList');
      const args = (parameters?.children ?? []).map((part) => expression(part, source));
      return { kind: 'call', of, name: unquoted(functn.text), args };
    }
    case 'ThisInvocation':
      return { kind: 'this' };
    case 'IndexInvocation':
      return { kind: 'position' };
    default:
      throw unreadable(node, source);
  }
}

function literal(node: ParsedNode, source: Source): Syntax {
  const { text } = node;
  switch (node.type) {
    case 'NullLiteral':
      return { kind: 'empty' };
    case 'StringLiteral':
      return { kind: 'literal', type: 'string', text: unescaped(text.slice(1, -1)) };
    case 'BooleanLiteral':
      return { kind: 'literal', type: 'boolean', text };
    case 'NumberLiteral':
      return { kind: 'literal', type: text.includes('.') ? 'decimal' : 'integer', text };
    case 'DateLiteral':
      return { kind: 'literal', type: 'date', text: text.slice(1) };
    case 'DateTimeLiteral':
      return { kind: 'literal', type: 'dateTime', text: text.slice(1).replace(/T$/, '') };
    case 'TimeLiteral':
      return { kind: 'literal', type: 'time', text: text.slice(2) };
    case 'QuantityLiteral':
      return { kind: 'literal', type: 'Quantity', text };
    default:
      throw unreadable(node, source);
  }
}

const unquoted = (name: string): string =>
  /^[`'"]/.test(name) ? unescaped(name.slice(1, -1)) : name;

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' };

const unescaped = (text: string): string =>
  text.replace(/\\(u[0-9a-fA-F]{4}|.)/g, (_, code: string) =>
    code.length === 5
      ? String.fromCharCode(Number.parseInt(code.slice(1), 16))
      : (escapes[code] ?? code),
  );

/** 'FHIR.Quantity', `System.String`: the type a path argument names, or null when it names none. */
export function typeNameOf(syntax: Syntax): string | null {
  if (syntax.kind !== 'member') return null;
  if (syntax.of === null) return syntax.name;
  const space = typeNameOf(syntax.of);
  return space === 'FHIR' || space === 'System' ? syntax.name : null;
}
