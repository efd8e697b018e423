import type { Measure } from '#cql';
import { changesByMeasure, changesMark, type Database } from '#store';
import type { OrganisationInForce } from '../context.ts';

/** Beyond so many, more units to compare with make the comparison no surer. */
export const comparedUnitsMax = 60;

type Changes = Awaited<ReturnType<typeof changesByMeasure>>;

/** Where and when anything changed that a measure shows, and where nothing did. */
export interface Compared {
  readonly changes: Changes;
  /** Units at a level that never changed anything the measure shows, in the order of the organisation. */
  readonly unitsBeside: (level: string) => readonly string[];
}

interface Remembered {
  readonly mark: string;
  readonly organisation: OrganisationInForce;
  readonly compared: Compared;
}

/** What was last read for a measure: every page of a practice asks for it, and it changes when something begins. */
const lastRead = new Map<string, Remembered>();

export async function unitsCompared(
  db: Database,
  measure: Measure,
  organisation: OrganisationInForce,
): Promise<Compared> {
  const mark = await changesMark(db, measure.id);
  const known = lastRead.get(measure.id);
  if (known?.mark === mark && known.organisation === organisation) return known.compared;
  const compared = comparedIn(organisation, await changesByMeasure(db, measure.id));
  lastRead.set(measure.id, { mark, organisation, compared });
  return compared;
}

function comparedIn({ tree }: OrganisationInForce, changes: Changes): Compared {
  const changed = new Set(changes.map(({ unitId }) => unitId));
  const byLevel = new Map<string, readonly string[]>();
  const unitsBeside = (level: string): readonly string[] => {
    const known = byLevel.get(level);
    if (known !== undefined) return known;
    const units = tree.units
      .filter((unit) => unit.level === level && !changed.has(unit.id))
      .slice(0, comparedUnitsMax)
      .map(({ id }) => id);
    byLevel.set(level, units);
    return units;
  };
  return { changes, unitsBeside };
}
