import { measuresInUse } from '#store';
import type { Context } from '../context.ts';

/** The measures in use, by id. */
export async function measures({ db }: Context) {
  const inUse = await measuresInUse(db);
  return { measures: [...inUse.values()] };
}
