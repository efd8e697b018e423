import { type Applied, quoted } from './dialect.ts';

export const infix =
  (operator: string) =>
  ([left, right]: readonly string[]): string =>
    `(${left} ${operator} ${right})`;

export const named =
  (name: string) =>
  (args: readonly string[]): string =>
    `${name}(${args.join(', ')})`;

/** The zone a comparison of times carries as its third argument. */
export const zoneOf = (value: Applied): string => {
  const zone = value.args[2];
  return zone?.kind === 'literal' ? zone.text : 'UTC';
};

/** Times of day as the first and last moment they may mean; nothing is said where those overlap. */
export function comparedTimes(operator: '=' | '<', [a, b]: readonly [string, string]): string {
  const low = (text: string): string => filled(text, '00:00:00.000');
  const high = (text: string): string => filled(text, '23:59:59.999');
  const same = `${low(a)} = ${low(b)} AND ${high(a)} = ${high(b)}`;
  const before = `${high(a)} < ${low(b)}`;
  const after = `${high(b)} < ${low(a)}`;
  return operator === '='
    ? `CASE WHEN ${before} OR ${after} THEN false WHEN ${same} THEN true END`
    : `CASE WHEN ${before} THEN true WHEN ${after} OR (${same}) THEN false END`;
}

/** FHIRPath counts seconds and their fraction as one precision. */
const filled = (text: string, ends: string): string =>
  `CASE WHEN length(${text}) >= 8 THEN rpad(${text} || substr('00:00:00.000', length(${text}) + 1), 12, '0')` +
  ` ELSE ${text} || substr('${ends}', length(${text}) + 1) END`;

/** The id at the end of a reference, before a version; its only group is the id. */
export const keyPattern =
  '(?:^|/)[A-Z][A-Za-z]+/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]+)?$';

/** The id after 'Type/', also in an absolute address or before a version; cut without a pattern, which is faster. */
export function keyOfType(text: string, value: Applied): string {
  const type = value.args[1];
  const name = type?.kind === 'literal' ? type.text : '';
  return `NULLIF(split_part(split_part('/' || ${text}, ${quoted(`/${name}/`)}, 2), '/', 1), '')`;
}
