import type { ElmLibrary } from '../../elm.ts';
import type { HashedValueSet } from '../hashed-value-set.ts';
import { arithmetic } from './arithmetic.ts';
import { codes } from './codes.ts';
import { comparisons } from './comparisons.ts';
import { Compiler } from './compiler.ts';
import { intervalLists } from './interval-lists.ts';
import { lists } from './lists.ts';
import { logic } from './logic.ts';
import { query } from './query.ts';
import { references } from './references.ts';
import { retrieve } from './retrieve.ts';
import type { Session } from './run.ts';
import { structure } from './structure.ts';
import { times } from './times.ts';

const handlers = {
  ...arithmetic,
  ...codes,
  ...comparisons,
  ...intervalLists,
  ...lists,
  ...logic,
  ...references,
  ...structure,
  ...times,
  Query: query,
  Retrieve: retrieve,
};

export type Definitions = (session: Session) => Readonly<Record<string, unknown>>;

/**
 * All definitions of a library as functions, synchronous and with short cuts: what cql-execution evaluates, in a
 * fraction of its time.
 *
 * A definition is compiled when it is first evaluated; NotCompiled is raised then when it holds ELM that is left to
 * cql-execution.
 */
export function compileDefinitions(
  library: ElmLibrary,
  elm: readonly ElmLibrary[],
  valueSets: ReadonlyMap<string, HashedValueSet>,
): Definitions {
  const compiler = new Compiler([library, ...elm], valueSets, handlers);
  const { id } = library.library.identifier;
  const asked = (library.library.statements?.def ?? []).map(({ name }) => ({
    name,
    run: compiler.definition(id, name, { type: 'ExpressionRef', name }),
  }));
  return (session) => Object.fromEntries(asked.map(({ name, run }) => [name, run([], session)]));
}
