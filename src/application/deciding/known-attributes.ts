import { ProblemError, problem } from '#core';
import type { OrganisationInForce } from '../context.ts';

/** What is said of a proposal must be something that the organisation's rules can look at. */
export function refuseUnknownAttributes(
  { attributes: known }: OrganisationInForce,
  said: Readonly<Record<string, string>>,
): void {
  for (const [id, value] of Object.entries(said)) {
    const attribute = known.find((one) => one.id === id);
    if (attribute?.values.some((one) => one.id === value) === true) continue;
    const possible = attribute === undefined ? known : attribute.values;
    throw new ProblemError(
      problem(
        'attribute-unknown',
        attribute === undefined
          ? `Proposals here have no attribute '${id}'.`
          : `'${value}' is no value of '${id}'.`,
        `Possible are: ${possible.map((one) => one.id).join(', ')}.`,
        `attributes.${id}`,
      ),
    );
  }
}
