import type { ElmNode } from '../../elm.ts';
import type { Compiler, Scope } from '../compiler.ts';
import { Elements } from '../elements.ts';
import type { Source } from '../frame.ts';
import { decided } from '../truth.ts';
import type { TextValue, Truth, Value } from '../value.ts';

/**
 * Recorded codes and ids, and words in the definition, are equivalent without regard to capitals. Letters other than a to
 * z are compared by the rules of a language in memory: records that have them are refused when the statement is run.
 */
export function equivalentTexts(
  left: Value,
  right: Value,
  node: ElmNode,
  scope: Scope,
  compiler: Compiler,
): Truth | undefined {
  const [a, b] = idsOfRecords(left, right).map((value) =>
    value.kind === 'element' && compiler.isCode(value)
      ? new Elements(compiler, scope, node).plain(value)
      : value,
  );
  if (a?.kind !== 'text' || b?.kind !== 'text') return undefined;
  const [one, other] = [foldedText(a, compiler), foldedText(b, compiler)];
  if (one === undefined || other === undefined) return undefined;
  return decided(`COALESCE(${one} = ${other}, ${a.sql} IS NULL AND ${b.sql} IS NULL)`);
}

/** Records of one type are told apart by their ids. */
const idsOfRecords = (left: Value, right: Value): readonly Value[] =>
  left.kind === 'row' && right.kind === 'row' && left.resource === right.resource
    ? [left, right].map((row) => ({ kind: 'element', row, path: 'id' }))
    : [left, right];

/** The text in small letters, when it is known to have no letters but those from a to z. */
function foldedText({ sql, code }: TextValue, compiler: Compiler): string | undefined {
  if (code !== undefined) refuseStrange(sql, code, compiler);
  const isPlain = code !== undefined || /^'[a-zA-Z0-9.-]+'$/.test(sql);
  return isPlain ? `lower(${sql})` : undefined;
}

function refuseStrange(sql: string, source: Source, compiler: Compiler): void {
  compiler.refuseWhere(
    source,
    `translate(lower(${sql}), 'abcdefghijklmnopqrstuvwxyz0123456789-.', '') <> ''`,
    'a recorded code or id has letters that are compared by the rules of a language',
  );
}
