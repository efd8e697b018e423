import { loadByKind, type StructureLoad } from '#organisation';
import { type Context, organisationInForce } from '../context.ts';
import type { TestedStructure } from '../structure/read-structure.ts';
import { simulateStructure } from '../structure/simulate-structure.ts';
import { forumNamed, kindNamed } from './organisation-book.ts';

export interface LoadAsked {
  readonly seed: number;
  /** How many times as many matters as the cases say. */
  readonly factor: number;
  /** One kind of forum that would meet otherwise; null to simulate only what is in force. */
  readonly change: {
    readonly kind: string;
    readonly cadenceDays: number;
    readonly mattersPerMeeting: number;
  } | null;
}

const years = 3;
const runs = 8;

/** The load of the structure in force, and beside it of the same with one kind of forum meeting otherwise. */
export async function structureLoadPage({ db }: Context, { seed, factor, change }: LoadAsked) {
  const inForce = await organisationInForce(db);
  const loadOf = (structure: TestedStructure) =>
    loadShown(inForce, structure, simulateStructure(structure, { seed, factor, years, runs }));
  if (change === null) return { years, runs, inForce: loadOf(inForce), changed: null };
  const { kind, cadenceDays, mattersPerMeeting } = change;
  const forums = inForce.forums.map((forum) =>
    forum.kind === kind ? { ...forum, cadenceDays, mattersPerMeeting } : forum,
  );
  const changed = loadOf({ ...inForce, forums });
  return { years, runs, inForce: loadOf(inForce), changed };
}

function loadShown(
  organisation: Awaited<ReturnType<typeof organisationInForce>>,
  structure: TestedStructure,
  load: StructureLoad,
) {
  const { bottleneckForumId, throughDays, perYear, leftOut } = load;
  const busiest = load.forums.find(({ forumId }) => forumId === bottleneckForumId);
  return {
    ...{ perYear, leftOut },
    kinds: loadByKind(structure, load).map((kind) => ({
      ...kind,
      name: kindNamed(organisation, kind.kind),
    })),
    throughDays: throughDays.kind === 'estimate' ? throughDays.value : null,
    bottleneck:
      busiest === undefined
        ? null
        : { ...forumNamed({ organisation }, busiest.forumId), load: busiest.load },
  };
}
