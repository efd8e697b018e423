import type { Prefetch } from '#practice';
import type { HookRequest } from './hook-request.ts';

export type Resource = Readonly<Record<string, unknown>>;

/** A read or search that is still to be made, filled in for this patient. */
export interface Wanted {
  readonly key: string;
  /** Relative to the FHIR server: Patient/1, or Observation?patient=1&code=… */
  readonly query: string;
}

/** What was prefetched, by key; a part of a search that has further pages is not whole. */
export function missingParts(request: HookRequest, templates: Prefetch): readonly Wanted[] {
  return Object.entries(templates)
    .filter(([key]) => !isWhole(request.prefetch[key]))
    .map(([key, template]) => ({ key, query: filledIn(template, request.context) }));
}

function isWhole(value: unknown): boolean {
  if (!isResource(value)) return false;
  if (value.resourceType === 'OperationOutcome') return false;
  return value.resourceType !== 'Bundle' || nextPage(value) === null;
}

/** Where a searchset goes on; null when it is whole. */
export function nextPage(bundle: Resource): string | null {
  const links = Array.isArray(bundle.link) ? bundle.link : [];
  const next = links.filter(isResource).find(({ relation }) => relation === 'next');
  return typeof next?.url === 'string' ? next.url : null;
}

const filledIn = (template: string, context: HookRequest['context']): string =>
  template.replaceAll(/\{\{context\.(\w+)\}\}/g, (_, name: string) =>
    encodeURIComponent(String(context[name] ?? '')),
  );

/** Every resource that came with the request, and the orders being written; of orders still being chosen, the chosen ones. */
export function resourcesOf(request: HookRequest, templates: Prefetch): readonly Resource[] {
  const prefetched = Object.keys(templates).flatMap((key) => inside(request.prefetch[key]));
  const drafts = inside(request.context.draftOrders).filter(isSelected(request));
  const byIdentity = new Map<string, Resource>();
  for (const resource of [...prefetched, ...drafts])
    byIdentity.set(identity(resource, byIdentity.size), resource);
  return [...byIdentity.values()];
}

const isSelected =
  ({ hook, context }: HookRequest) =>
  ({ resourceType, id }: Resource): boolean =>
    hook !== 'order-select' ||
    (Array.isArray(context.selections) &&
      context.selections.includes(`${String(resourceType)}/${String(id)}`));

/** The same record may come with two searches. */
const identity = ({ resourceType, id }: Resource, place: number): string =>
  typeof id === 'string' ? `${String(resourceType)}/${id}` : `#${place}`;

export function inside(value: unknown): readonly Resource[] {
  if (!isResource(value)) return [];
  if (value.resourceType !== 'Bundle') return [value];
  const entries = Array.isArray(value.entry) ? value.entry : [];
  return entries.flatMap((entry) => (isResource(entry) ? inside(entry.resource) : []));
}

export const isResource = (value: unknown): value is Resource =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
