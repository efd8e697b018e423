import { Code, Concept } from 'cql-execution';
import { type ElmNode, nodeAt, nodesAt, textAt } from '../../elm.ts';
import { HashedValueSet } from '../hashed-value-set.ts';
import type { Compiler } from './compiler.ts';
import { type Compile, part, unary } from './operand.ts';
import { isMissing, NotCompiled } from './run.ts';
import type { Scope } from './scope.ts';

/** A value set by its name in the library that is read, or in one that it includes. */
export function valueSetOf(node: ElmNode, scope: Scope, compiler: Compiler): HashedValueSet {
  const library = compiler.libraryOf(node, scope);
  const named = compiler.definitionIn(library, 'valueSets', textAt(node, 'name') ?? '');
  const url = named === undefined ? '' : (textAt(named, 'id') ?? '');
  const found = compiler.valueSets.get(url);
  if (found === undefined) throw new NotCompiled(node, 'names no value set');
  return found;
}

const valueSetRef: Compile = (node, scope, compiler) => {
  const found = valueSetOf(node, scope, compiler);
  return () => found;
};

function codeIn(library: string, name: string, compiler: Compiler, node: ElmNode): Code {
  const definition = compiler.definitionIn(library, 'codes', name);
  const system = definition === undefined ? undefined : nodeAt(definition, 'codeSystem');
  const codeSystem =
    system === undefined
      ? undefined
      : compiler.definitionIn(
          compiler.libraryNamed(textAt(system, 'libraryName'), library),
          'codeSystems',
          textAt(system, 'name') ?? '',
        );
  if (definition === undefined || codeSystem === undefined)
    throw new NotCompiled(node, 'names no code');
  return new Code(
    textAt(definition, 'id') ?? '',
    textAt(codeSystem, 'id'),
    textAt(codeSystem, 'version'),
    textAt(definition, 'display'),
  );
}

const codeRef: Compile = (node, scope, compiler) => {
  const code = codeIn(compiler.libraryOf(node, scope), textAt(node, 'name') ?? '', compiler, node);
  return () => code;
};

const conceptRef: Compile = (node, scope, compiler) => {
  const library = compiler.libraryOf(node, scope);
  const definition = compiler.definitionIn(library, 'concepts', textAt(node, 'name') ?? '');
  if (definition === undefined) throw new NotCompiled(node, 'names no concept');
  const codes = nodesAt(definition, 'code').map((code) =>
    codeIn(
      compiler.libraryNamed(textAt(code, 'libraryName'), library),
      textAt(code, 'name') ?? '',
      compiler,
      node,
    ),
  );
  const concept = new Concept(codes, textAt(definition, 'display'));
  return () => concept;
};

const inValueSet =
  (key: 'code' | 'codes'): Compile =>
  (node, scope, compiler) => {
    const code = part(node, key, scope, compiler);
    const named = nodeAt(node, 'valueset');
    const known = named === undefined ? undefined : valueSetOf(named, scope, compiler);
    const given =
      known === undefined ? part(node, 'valuesetExpression', scope, compiler) : () => known;
    return (frame, session) => {
      const value = code(frame, session);
      if (isMissing(value)) return false;
      const codes = given(frame, session);
      if (!(codes instanceof HashedValueSet))
        throw new TypeError('CQL: what a code is looked up in is no value set');
      if (key === 'code' || !Array.isArray(value)) return codes.hasMatch(value);
      return value.some((one) => codes.hasMatch(one));
    };
  };

const toConcept = unary((value) => {
  if (isMissing(value)) return null;
  return value instanceof Code ? new Concept([value], value.display) : new Concept([]);
});

export const codes: Readonly<Record<string, Compile>> = {
  ValueSetRef: valueSetRef,
  CodeRef: codeRef,
  ConceptRef: conceptRef,
  InValueSet: inValueSet('code'),
  AnyInValueSet: inValueSet('codes'),
  ToConcept: toConcept,
};
