import { upwardsFrom } from '#organisation';
import { type Database, unitInstruments } from '#store';
import { organisationInForce } from '../context.ts';

/** The instruments a unit uses: its own choice, or else what the nearest unit above has chosen, instrument by instrument. */
export async function instrumentsOfUnit(
  db: Database,
  unitId: string,
): Promise<ReadonlySet<string>> {
  const { tree } = await organisationInForce(db);
  const upwards = upwardsFrom(tree, unitId).map(({ id }) => id);
  const chosen = await unitInstruments(db, upwards);
  const nearestFirst = chosen.toSorted(
    (a, b) => upwards.indexOf(a.unitId) - upwards.indexOf(b.unitId),
  );
  const settled = new Map<string, boolean>();
  for (const { instrumentId, inUse } of nearestFirst)
    if (!settled.has(instrumentId)) settled.set(instrumentId, inUse);
  return new Set([...settled].flatMap(([id, inUse]) => (inUse ? [id] : [])));
}
