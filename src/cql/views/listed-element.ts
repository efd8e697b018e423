import { readViewDefinition } from './view-definition.ts';

/**
 * The element whose items are the rows of a view, by its name in JSON; null when the view has rows for resources without
 * it too, or finds its items otherwise than by one name. A resource without the element then gives no row.
 */
export function listedElement(view: unknown): string | null {
  const { select } = readViewDefinition(view);
  const paths = select.flatMap(({ each }) => (each?.kind === 'forEach' ? [each.path] : []));
  return paths.find((path) => /^[a-z][A-Za-z]*$/.test(path)) ?? null;
}
