import { createHash } from 'node:crypto';
import { readTerminology, type TerminologyResource } from '#cql';
import { canonicalJson } from './canonical-json.ts';
import type { Changes, Database } from './database.ts';

/** A value set or code system with the resource that it was read from. */
export interface BroughtTerminology {
  readonly read: TerminologyResource;
  readonly resource: object;
}

/** Keeps value sets and code systems by address and version; the same version brought again replaces what was there. */
export async function saveTerminology(
  tx: Changes,
  brought: readonly BroughtTerminology[],
  at: string,
): Promise<void> {
  for (const { read, resource } of brought) {
    const text = canonicalJson(resource);
    const row = {
      name: read.name,
      digest: createHash('sha256').update(text).digest('hex'),
      resource: text,
      brought_at: at,
    };
    await tx
      .insertInto('terminology')
      .values({ kind: read.kind, url: read.url, version: read.version ?? '', ...row })
      .onConflict((conflict) => conflict.columns(['kind', 'url', 'version']).doUpdateSet(row))
      .execute();
  }
}

/** Everything that is held, as it was brought. */
export async function heldTerminology(db: Database): Promise<readonly BroughtTerminology[]> {
  const rows = await db
    .selectFrom('terminology')
    .select(['url', 'resource'])
    .orderBy('kind')
    .orderBy('url')
    .orderBy('version')
    .execute();
  return rows.map(({ url, resource }) => {
    const result = readTerminology(url, resource);
    if (result.kind === 'unreadable')
      throw new Error(`terminology: ${url} was kept and cannot be read again`);
    return { read: result.value, resource };
  });
}
