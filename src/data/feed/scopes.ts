import type { Act } from './post.ts';

/** What one scope of SMART Backend Services allows: acts on one type of resource, or on all ('*'). */
export interface FeedScope {
  readonly type: string;
  readonly acts: readonly Act[];
}

const form = /^system\/(\*|[A-Z][A-Za-z]{1,63})\.(read|write|\*|c?r?u?d?s?)$/;
const letters: readonly (readonly [string, Act])[] = [
  ['c', 'create'],
  ['u', 'update'],
  ['d', 'delete'],
];
const everything: readonly Act[] = ['create', 'update', 'delete'];

/** The scopes of a token request that let something in; those that only read are left out, for nothing is read here. */
export const feedScopes = (scope: string): readonly string[] =>
  scope.split(/\s+/).filter((one) => (readScope(one)?.acts.length ?? 0) > 0);

/** SMART 2 writes `system/Observation.cud`, SMART 1 `system/Observation.write`. */
export function readScope(scope: string): FeedScope | undefined {
  const [, type, permissions] = form.exec(scope) ?? [];
  if (type === undefined || permissions === undefined || permissions === '') return undefined;
  if (permissions === 'read') return { type, acts: [] };
  if (permissions === 'write' || permissions === '*') return { type, acts: everything };
  return {
    type,
    acts: letters.flatMap(([letter, act]) => (permissions.includes(letter) ? [act] : [])),
  };
}

/** Whether a token with these scopes may do this with a resource of this type. */
export const scopeAllows = (scopes: readonly FeedScope[], act: Act, type: string): boolean =>
  scopes.some((scope) => (scope.type === '*' || scope.type === type) && scope.acts.includes(act));
