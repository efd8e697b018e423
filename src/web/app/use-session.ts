import { useQuery } from '@tanstack/react-query';
import type { Persona, Session } from '#api';
import { sessionQuery } from '../request/queries.ts';

export const useSession = (): Session | undefined => useQuery(sessionQuery()).data;

export const usePerson = (): Persona | null => useSession()?.person ?? null;
