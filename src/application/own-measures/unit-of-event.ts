/** A FHIR resource as it is kept. */
export type Resource = Readonly<Record<string, unknown>>;

/**
 * The unit that an event belongs to when a measure does not say it: the one the resource names itself (an encounter's
 * provider, a referral's performer), otherwise the provider of the encounter it belongs to.
 *
 * @returns the bare id of an Organization, or null when the record names none
 */
export function unitOfEvent(
  event: Resource,
  byReference: ReadonlyMap<string, Resource>,
): string | null {
  for (const path of ownPaths) {
    const unit = organizationIn(event[path]);
    if (unit !== null) return unit;
  }
  const encounter = byReference.get(referenceIn(event.encounter) ?? '');
  return encounter === undefined ? null : organizationIn(encounter.serviceProvider);
}

const ownPaths = ['serviceProvider', 'performer', 'performingOrganization', 'managingOrganization'];

function organizationIn(value: unknown): string | null {
  const references = [value].flat().map((one) => referenceIn(one) ?? referenceIn(actorOf(one)));
  const found = references.find((reference) => reference?.startsWith('Organization/'));
  return found?.replace('Organization/', '') ?? null;
}

const actorOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'actor' in value ? value.actor : undefined;

function referenceIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('reference' in value)) return null;
  return typeof value.reference === 'string' ? value.reference : null;
}
