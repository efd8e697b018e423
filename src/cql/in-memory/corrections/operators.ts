import { Expression } from 'cql-execution';
import engineBuilder from 'cql-execution/lib/elm/builder.js';
import type { ElmNode } from '../../elm.ts';

/*
 * Operators of ELM that cql-execution 3.3 lacks or computes wrongly are computed here. The engine builds every node
 * through one function, so that is where ours take their place.
 */

/** The value of an operator, from the values of its operands. */
export type Operator = (operands: readonly unknown[]) => unknown;

/** Which operator a node needs, by its types; none when the engine's own is right. */
export type OperatorChoice = (node: ElmNode) => Operator | undefined;

/** What an operator of ours answers when these values are for the engine. */
export const askEngine: unique symbol = Symbol('ask the engine');

/** What it answers when the engine is to be asked about other values, and what is made of the engine's answer. */
export class EngineQuestion {
  readonly operands: readonly unknown[];
  readonly read: (answer: unknown) => unknown;
  constructor(operands: readonly unknown[], read = (answer: unknown): unknown => answer) {
    this.operands = operands;
    this.read = read;
  }
}

const choices = new Map<string, OperatorChoice>();

/** Says for a kind of node who computes it. One kind has one home. */
export function correctOperator(type: string, choose: OperatorChoice): void {
  if (choices.has(type)) throw new Error(`correctOperator: '${type}' is corrected twice`);
  choices.set(type, choose);
}

/** The operator that a node needs of ours; none when the engine's own is right. */
export const operatorOf = (node: ElmNode): Operator | undefined =>
  choices.get(node.type ?? '')?.(node);

/** What looks at the value of such a node before others see it. */
export const lookAt = (node: ElmNode): ((node: ElmNode, value: unknown) => unknown) | undefined =>
  results.get(node.type ?? '');

const engineBuild = engineBuilder.build;

engineBuilder.build = function build(json: unknown): unknown {
  if (Array.isArray(json)) return json.map((item) => engineBuilder.build(item));
  const built = engineBuild(json);
  if (!isNode(json)) return built;
  const look = results.get(json.type);
  if (look !== undefined && built instanceof Expression) return withLook(json, built, look);
  const operator = choices.get(json.type)?.(json);
  if (operator === undefined) return built ?? unknownNode(json);
  return withOperator(json, built instanceof Expression ? built : new Expression(json), operator);
};

const isNode = (json: unknown): json is ElmNode & { readonly type: string } =>
  typeof json === 'object' && json !== null && 'type' in json && typeof json.type === 'string';

/** cql-execution takes a node it does not know for null: an answer that nobody gave. */
function unknownNode(json: ElmNode): Expression {
  const unknown = new Expression({});
  unknown.exec = () => {
    const place = json.locator === undefined ? '' : ` at ${json.locator}`;
    return Promise.reject(new Error(`${json.type}${place} is not evaluated by Gyrus`));
  };
  return unknown;
}

function withOperator(json: ElmNode, expression: Expression, operator: Operator): Expression {
  const engineExec = expression.exec;
  const isOne = !Array.isArray(json.operand);
  expression.exec = async (context) => {
    const values: unknown = await expression.execArgs(context);
    const answer = operator(isOne ? [values] : asList(values));
    const about = (asked: unknown): unknown =>
      engineExec.call(
        Object.create(expression, { execArgs: { value: async () => asked } }),
        context,
      );
    if (answer instanceof EngineQuestion) return answer.read(await about(answer.operands));
    return answer === askEngine ? about(values) : answer;
  };
  return expression;
}

function withLook(
  json: ElmNode,
  expression: Expression,
  look: (node: ElmNode, value: unknown) => unknown,
): Expression {
  const engineExec = expression.exec;
  expression.exec = async (context) => look(json, await engineExec.call(expression, context));
  return expression;
}

const results = new Map<string, (node: ElmNode, value: unknown) => unknown>();

/** Looks at what the engine makes of a kind of node before others see it. */
export function correctResult(
  type: string,
  look: (node: ElmNode, value: unknown) => unknown,
): void {
  results.set(type, look);
}

const asList = (values: unknown): readonly unknown[] => (Array.isArray(values) ? values : []);

const systemType = /^\{urn:hl7-org:elm-types:r1\}(\w+)$/;

/** The System type of an operand, as the translator writes it at the operator; empty when it does not. */
export function operandType(node: ElmNode, at = 0): string {
  const { signature } = node;
  const given: unknown = Array.isArray(signature) ? signature[at]?.name : undefined;
  return typeof given === 'string' ? (systemType.exec(given)?.[1] ?? '') : '';
}
