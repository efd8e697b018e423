import { type Problem, problem } from '#core';
import { type ElmLibrary, type ElmNode, nodeAt, textAt } from '../elm.ts';

/*
 * The translator writes numbers into ELM without looking whether their type can hold them, and reads the fraction of a
 * second as a count of milliseconds: '.5' becomes 5. Both are looked after here.
 */

const integerEnd = 2n ** 31n;
const longEnd = 2n ** 63n;
const mostWholeDigits = 28;
const mostDecimals = 8;

/** Numbers of a library that are beyond what their type can hold. */
export function literalProblems(file: string, elm: ElmLibrary): readonly Problem[] {
  const problems: Problem[] = [];
  visit(elm.library, false, (node, isNegated) => {
    const trouble = node.type === 'Literal' ? literalTrouble(node, isNegated) : '';
    if (trouble !== '') problems.push(outOfRange(file, node, trouble));
  });
  return problems;
}

type Visit = (node: ElmNode, isNegated: boolean) => void;

function visit(value: unknown, isNegated: boolean, look: Visit): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, isNegated, look);
    return;
  }
  if (!isNode(value)) return;
  look(value, isNegated);
  for (const part of Object.values(value)) visit(part, value.type === 'Negate', look);
}

const isNode = (value: unknown): value is ElmNode => typeof value === 'object' && value !== null;

function literalTrouble(node: ElmNode, isNegated: boolean): string {
  const text = textAt(node, 'value') ?? '';
  switch (textAt(node, 'valueType')?.replace(/^\{.*\}/, '')) {
    case 'Integer':
      return wholeTrouble(text, isNegated, integerEnd, 'an Integer lies within ±2147483647');
    case 'Long':
      return wholeTrouble(
        text.replace(/L$/, ''),
        isNegated,
        longEnd,
        'a Long lies within ±(2⁶³ − 1)',
      );
    case 'Decimal':
      return decimalTrouble(text);
    default:
      return '';
  }
}

/** The smallest number is one further from zero than the largest. */
function wholeTrouble(text: string, isNegated: boolean, end: bigint, said: string): string {
  if (!/^\d+$/.test(text)) return '';
  return BigInt(text) >= end + (isNegated ? 1n : 0n) ? said : '';
}

function decimalTrouble(text: string): string {
  const [whole = '', decimals = ''] = text.split('.');
  const isLong = whole.replace(/^0+/, '').length > mostWholeDigits;
  return isLong || decimals.length > mostDecimals
    ? `a Decimal has at most ${mostWholeDigits} digits before the point and ${mostDecimals} after it`
    : '';
}

const outOfRange = (file: string, node: ElmNode, said: string): Problem =>
  problem(
    'cql-number-out-of-range',
    `The number ${textAt(node, 'value')} cannot be held: ${said}.`,
    'Write a number within these limits.',
    `${file}:${(node.locator ?? '').split('-')[0]}`,
  );

/** The ELM with the milliseconds that the text says. */
export function withWrittenMilliseconds(elm: ElmLibrary, text: string): ElmLibrary {
  const lines = text.split('\n');
  return JSON.parse(
    JSON.stringify(elm, (_key, value) => (isNode(value) ? withMilliseconds(value, lines) : value)),
  );
}

function withMilliseconds(node: ElmNode, lines: readonly string[]): ElmNode {
  const millisecond = nodeAt(node, 'millisecond');
  if (millisecond === undefined || node.locator === undefined) return node;
  const [line = 0, column = 0] = node.locator.split(/[:-]/).map(Number);
  const written = /^@[\dT:-]*\.(\d+)/.exec(lines[line - 1]?.slice(column - 1) ?? '')?.[1];
  if (written === undefined) return node;
  const value = String(Number(written.padEnd(3, '0').slice(0, 3)));
  return { ...node, millisecond: { ...millisecond, value } };
}
