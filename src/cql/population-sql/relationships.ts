import { type ElmNode, nodeAt, textAt } from '../elm.ts';
import type { Compiler, Scope } from './compiler.ts';
import { anyOf } from './conditions.ts';
import { existsSql } from './correlate.ts';
import { truth } from './plain.ts';
import { type NamedSource, sourceValue } from './query-sources.ts';
import { partsOf } from './truth.ts';
import type { RowsValue } from './value.ts';

/** With and without: a condition on the rows around that there is such a row, or none. */
export function relate(relationship: ElmNode, scope: Scope, compiler: Compiler): void {
  const frame = compiler.within(scope, relationship);
  const alias = textAt(relationship, 'alias') ?? '';
  const related = sourceValue(relationship, scope, compiler);
  if (related.kind === 'row' || related.kind === 'tuple') {
    relateOne(relationship, { alias, value: related }, scope, compiler);
    return;
  }
  if (related.kind !== 'rows' && related.kind !== 'several')
    compiler.refuse('with and without need a list from the data', relationship, scope);
  const parts = related.kind === 'several' ? related.parts : [related];
  const exists = anyOf(
    parts.map((rows) => relatedExists(rows, { alias, relationship }, scope, compiler)),
  );
  frame.where(relationship.type === 'Without' ? `NOT (${exists})` : exists);
}

function relatedExists(
  related: RowsValue,
  { alias, relationship }: { readonly alias: string; readonly relationship: ElmNode },
  scope: Scope,
  compiler: Compiler,
): string {
  const names = new Map(scope.names).set(alias, {
    kind: 'value',
    value: related.element,
    sources: related.frame.sources,
  });
  const suchThat = nodeAt(relationship, 'suchThat');
  if (suchThat !== undefined) {
    const inside = { ...scope, frame: related.frame, names, alias: '', decides: 'holds' } as const;
    related.frame.where(...partsOf(truth(suchThat, inside, compiler)));
  }
  return existsSql(related, compiler.within(scope, relationship));
}

/** A single record or tuple is a list of one, also when it is missing. */
function relateOne(
  relationship: ElmNode,
  { alias, value }: NamedSource,
  scope: Scope,
  compiler: Compiler,
): void {
  const frame = compiler.within(scope, relationship);
  const suchThat = nodeAt(relationship, 'suchThat');
  const names = new Map(scope.names).set(alias, { kind: 'value', value });
  const isWith = relationship.type === 'With';
  const decides = isWith ? 'holds' : 'no';
  const holds =
    suchThat === undefined
      ? compiler.refuse('with and without need a condition', relationship, scope)
      : truth(suchThat, { ...scope, names, alias: '', decides }, compiler);
  if (isWith) frame.where(...partsOf(holds));
  else frame.where(`(${holds.isTrue}) IS NOT TRUE`);
}
