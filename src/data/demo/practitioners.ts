import { at } from './at.ts';
import type { DemoPlan } from './plan.ts';
import { below, cumulative, draw, openStream } from './random.ts';

/** Index of the stream that names the staff. */
const staffStream = 0xffff_fffe;

export const practitionerId = (index: number): string => `pr-${String(index + 1).padStart(4, '0')}`;

/** The staff as FHIR Practitioner lines; names are invented. */
export function practitionerLines(plan: DemoPlan): string {
  const { people } = plan.structure;
  const random = openStream(plan.seed, staffStream);
  const shares = cumulative(people.qualifications.map(({ weight }) => weight));
  const staff = plan.units.reduce((sum, unit) => sum + unit.staff, 0);
  const lines = Array.from({ length: staff }, (_, i) => {
    const given = at(people.givenNames, below(random, people.givenNames.length));
    const family = at(people.familyNames, below(random, people.familyNames.length));
    const qualification = at(people.qualifications, draw(random, shares)).name;
    return JSON.stringify({
      resourceType: 'Practitioner',
      id: practitionerId(i),
      active: true,
      name: [{ family, given: [given] }],
      qualification: [{ code: { text: qualification } }],
    });
  });
  return `${lines.join('\n')}\n`;
}
