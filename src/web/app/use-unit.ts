import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { cycleQuery, organisationQuery, threadQuery } from '../request/queries.ts';
import { rememberedUnit } from './place.ts';
import { usePerson } from './use-session.ts';

/** The unit a thread or a cycle lies in, once its page has been answered. */
function useUnitOfPage(): string | undefined {
  const { threadId, cycleId } = useParams({ strict: false });
  const thread = useQuery({ ...threadQuery(threadId ?? ''), enabled: false }).data;
  const cycle = useQuery({ ...cycleQuery(cycleId ?? ''), enabled: false }).data;
  return thread?.thread.unit.id ?? cycle?.unit.id;
}

/** The unit the page is about, or the one looked at last where it still exists, or the person's own. */
export function useUnitId(): string | null {
  const ofPage = useUnitOfPage();
  const fromPath = useParams({ strict: false }).unitId ?? ofPage;
  const fromSearch = useSearch({ strict: false }).unitId;
  const isKnown = useIsKnownUnit();
  const own = usePerson()?.unit.id ?? null;
  const remembered = rememberedUnit();
  const last = remembered !== null && isKnown(remembered) ? remembered : null;
  return fromPath ?? fromSearch ?? last ?? own;
}

/** Whether a unit exists; until the organisation has come, any may. */
export function useIsKnownUnit(): (unitId: string) => boolean {
  const isSignedIn = usePerson() !== null;
  const units = useQuery({ ...organisationQuery(), enabled: isSignedIn }).data?.units;
  return (unitId) => units === undefined || units.some((u) => u.id === unitId);
}
