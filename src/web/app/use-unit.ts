import { useParams, useSearch } from '@tanstack/react-router';
import { rememberedUnit } from './place.ts';
import { usePerson } from './use-session.ts';

/** The unit the page is about, or the one looked at last, or the person's own. */
export function useUnitId(): string | null {
  const fromPath = useParams({ strict: false }).unitId;
  const fromSearch = useSearch({ strict: false }).unitId;
  const own = usePerson()?.unit.id ?? null;
  return fromPath ?? fromSearch ?? rememberedUnit() ?? own;
}
