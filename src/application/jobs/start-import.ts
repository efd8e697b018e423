import { type Right, rightsOf } from '#organisation';
import type { StoredJob } from '#store';
import { blankEntry } from '../command.ts';
import type { Context } from '../context.ts';
import { NotAllowed } from '../trouble.ts';
import type { JobRunner, Work } from './job-runner.ts';

export interface ImportRunner {
  readonly jobs: JobRunner;
  /** Imports what lies at a path and evaluates the measures over it. */
  readonly importing: (path: string) => Work;
}

/** A person brings data in from a path on the server. */
export async function startImport(
  context: Context,
  { jobs, importing }: ImportRunner,
  path: string,
): Promise<StoredJob> {
  requireDataRight(context, 'data.import');
  return jobs.start({
    kind: 'import',
    request: { path },
    work: importing(path),
    entry: {
      ...blankEntry,
      at: context.clock(),
      personId: context.person.id,
      command: 'data.import',
      unitId: null,
      words: { path },
    },
  });
}

/** Data belong to the whole organisation: a data role in any unit will do. */
export function requireDataRight({ person }: Context, right: Right): void {
  if (!rightsOf(person).includes(right)) throw new NotAllowed(right, '');
}
