import {
  type ElmDefinition,
  type ElmLibrary,
  type ElmNode,
  nodeAt,
  nodesAt,
  textAt,
} from '../../elm.ts';
import {
  askEngine,
  EngineQuestion,
  lookAt,
  type Operator,
  operatorOf,
} from '../corrections/operators.ts';
import type { HashedValueSet } from '../hashed-value-set.ts';
import { isAtHand, isFixed } from './fixed.ts';
import { isMissing, NotCompiled, type Run } from './run.ts';
import { type Body, Scope } from './scope.ts';
import { typeTest } from './types.ts';

/** How a node of one type becomes a function. */
export type Compile = (node: ElmNode, scope: Scope, compiler: Compiler) => Run;

type Section = 'valueSets' | 'codes' | 'codeSystems' | 'concepts' | 'parameters';

interface Function {
  readonly tests: readonly ((value: unknown) => boolean)[];
  readonly run: (values: readonly unknown[], session: Parameters<Run>[1]) => unknown;
}

/** Turns ELM into functions, each definition and each function once, when it is first asked for. */
export class Compiler {
  readonly valueSets: ReadonlyMap<string, HashedValueSet>;
  readonly #handlers: Readonly<Record<string, Compile>>;
  readonly #libraries: ReadonlyMap<string, ElmLibrary>;
  readonly #includes: ReadonlyMap<string, string>;
  readonly #definitions = new Map<string, Run>();
  readonly #functions = new Map<string, readonly Function[]>();
  readonly #retrieves = new Map<string, number>();
  readonly #fixedDefinitions = new Map<string, boolean>();
  #definitionCount = 0;
  #fixedCount = 0;

  constructor(
    elm: readonly ElmLibrary[],
    valueSets: ReadonlyMap<string, HashedValueSet>,
    handlers: Readonly<Record<string, Compile>>,
  ) {
    this.valueSets = valueSets;
    this.#handlers = handlers;
    this.#libraries = new Map(elm.map((one) => [one.library.identifier.id, one]));
    this.#includes = new Map(
      elm.flatMap(({ library }) =>
        (library.includes?.def ?? []).map(({ localIdentifier, path }) => [
          `${library.identifier.id} ${localIdentifier}`,
          path.replace(/^.*\//, ''),
        ]),
      ),
    );
  }

  /** A node as a function; one with the same value for every patient of a period is worked out once for all. */
  run(node: ElmNode, scope: Scope): Run {
    const run = this.#each(node, scope);
    if (isAtHand(node) || !isFixed(node, (named) => this.#isNamedFixed(named, scope.library)))
      return run;
    const place = this.#fixedCount;
    this.#fixedCount += 1;
    return (frame, session) => (session.fixed[place] ??= run(frame, session) ?? null);
  }

  #isNamedFixed(reference: ElmNode, from: string): boolean {
    const library = this.libraryNamed(textAt(reference, 'libraryName'), from);
    const name = textAt(reference, 'name') ?? '';
    const key = `${library} ${name}`;
    const known = this.#fixedDefinitions.get(key);
    if (known !== undefined) return known;
    // One that is defined by itself is not.
    this.#fixedDefinitions.set(key, false);
    const [found] = this.#statements(library, name);
    const expression = found?.type === 'FunctionDef' ? undefined : found?.expression;
    const answer =
      expression !== undefined &&
      isFixed(expression, (inner) => this.#isNamedFixed(inner, library));
    this.#fixedDefinitions.set(key, answer);
    return answer;
  }

  /** With the engine's mistakes corrected as they are for the engine. */
  #each(node: ElmNode, scope: Scope): Run {
    const operator = operatorOf(node);
    const run =
      operator === undefined ? this.#own(node, scope) : this.#corrected(node, scope, operator);
    const look = lookAt(node);
    return look === undefined ? run : (frame, session) => look(node, run(frame, session));
  }

  #own(node: ElmNode, scope: Scope): Run {
    const compile = this.#handlers[node.type ?? ''];
    if (compile === undefined) throw new NotCompiled(node);
    return compile(node, scope, this);
  }

  /** An operator from the corrections answers, or asks the plain one about the values it gives. */
  #corrected(node: ElmNode, scope: Scope, operator: Operator): Run {
    if (node.operand === undefined && node.source !== undefined)
      throw new NotCompiled(node, 'has a source in place of operands');
    const given = nodesAt(node, 'operand').map((operand) => this.run(operand, scope));
    const places: number[] = [];
    const names = given.reduce((around, _, index) => {
      const { scope: inner, place } = around.with(`operand ${index}`);
      places.push(place);
      return inner;
    }, scope);
    const asked = given.map((_, index) => ({ type: 'OperandRef', name: `operand ${index}` }));
    const operand = Array.isArray(node.operand) ? asked : asked[0];
    let plain: Run | undefined;
    return (frame, session) => {
      const values = given.map((one) => one(frame, session) ?? null);
      const answer = operator(values);
      const isQuestion = answer instanceof EngineQuestion;
      if (!isQuestion && answer !== askEngine) return answer;
      for (const [index, place] of places.entries())
        frame[place] = isQuestion ? answer.operands[index] : values[index];
      plain ??= this.#own({ ...node, operand }, names);
      const found = plain(frame, session);
      return isQuestion ? answer.read(found) : found;
    };
  }

  /** The library that a reference is into: one that is included under the name, or the one it stands in. */
  libraryOf(node: ElmNode, scope: Scope): string {
    return this.libraryNamed(textAt(node, 'libraryName'), scope.library);
  }

  libraryNamed(alias: string | undefined, from: string): string {
    return alias === undefined ? from : (this.#includes.get(`${from} ${alias}`) ?? from);
  }

  definitionIn(library: string, section: Section, name: string): ElmNode | undefined {
    const definitions = this.#libraries.get(library)?.library[section]?.def ?? [];
    return definitions.find((one) => textAt(one, 'name') === name);
  }

  /** Where a retrieve's records are kept for a patient; the same for retrieves that ask for the same. */
  retrievePlace(asked: string): number {
    const held = this.#retrieves.get(asked);
    if (held !== undefined) return held;
    const place = this.#retrieves.size;
    this.#retrieves.set(asked, place);
    return place;
  }

  /** A named definition, worked out once for a patient. */
  definition(library: string, name: string, node: ElmNode): Run {
    const key = `${library} ${name}`;
    const held = this.#definitions.get(key);
    if (held !== undefined) return held;
    const found = this.#statements(library, name).find(({ type }) => type !== 'FunctionDef');
    if (found?.expression === undefined)
      throw new NotCompiled(node, `names no definition '${name}'`);
    const run = this.#remembered(library, found.expression);
    this.#definitions.set(key, run);
    return run;
  }

  #remembered(library: string, expression: ElmNode): Run {
    const place = this.#definitionCount;
    this.#definitionCount += 1;
    const body: Body = { size: 0 };
    let run: Run | undefined;
    return (_frame, session) => {
      const { definitions } = session;
      const held = definitions[place];
      if (held !== undefined) return held;
      run ??= this.run(expression, new Scope(library, body));
      const value = run(new Array(body.size), session) ?? null;
      definitions[place] = value;
      return value;
    };
  }

  /** The functions of a name and number of operands, in the order in which they are written. */
  functions(
    library: string,
    name: string,
    operandCount: number,
    node: ElmNode,
  ): readonly Function[] {
    const key = `${library} ${name} ${operandCount}`;
    const held = this.#functions.get(key);
    if (held !== undefined) return held;
    const found = this.#statements(library, name)
      .filter((one) => one.type === 'FunctionDef')
      .map((one) => ({ one, operands: nodesAt(one, 'operand') }))
      .filter(({ operands }) => operands.length === operandCount)
      .map(({ one, operands }) => this.#function(library, one, operands));
    if (found.length === 0) throw new NotCompiled(node, `names no function '${name}'`);
    this.#functions.set(key, found);
    return found;
  }

  #function(library: string, definition: ElmDefinition, operands: readonly ElmNode[]): Function {
    const body: Body = { size: 0 };
    const scope = operands.reduce(
      (around, operand) => around.with(textAt(operand, 'name') ?? '').scope,
      new Scope(library, body),
    );
    let compiled: Run | undefined;
    return {
      tests: operands.map(operandTest),
      run: (values, session) => {
        if (compiled === undefined) {
          if (definition.expression === undefined) throw new NotCompiled(definition, 'has no text');
          compiled = this.run(definition.expression, scope);
        }
        const frame = new Array<unknown>(body.size);
        for (let i = 0; i < values.length; i += 1) frame[i] = values[i] ?? null;
        return compiled(frame, session) ?? null;
      },
    };
  }

  #statements(library: string, name: string): readonly ElmDefinition[] {
    const all = this.#libraries.get(library)?.library.statements?.def ?? [];
    return all.filter((one) => one.name === name);
  }
}

/** Nothing fits every operand. */
function operandTest(operand: ElmNode): (value: unknown) => boolean {
  const type = textAt(operand, 'operandType');
  const specifier =
    nodeAt(operand, 'operandTypeSpecifier') ??
    (type === undefined ? undefined : { type: 'NamedTypeSpecifier', name: type });
  if (specifier === undefined) return () => true;
  const test = typeTest(specifier);
  return (value) => isMissing(value) || test(value);
}
