import { wellbeingUnits } from '#data';
import { commands } from '../commands/by-name.ts';
import { leadOfUnit, type Story } from './story.ts';

const chosen = ['wellbeing-scale', 'care-experience', 'what-matters'] as const;
const at = '2024-01-15T09:00:00.000Z';

/** The clinics of the demo whose patients answer took the instruments into use, each by whoever leads it. */
export async function seedInstruments(story: Story): Promise<void> {
  const known = wellbeingUnits.filter((id) => story.organisation.tree.byId.has(id));
  for (const unitId of known)
    for (const instrumentId of chosen)
      await commands['instrument.choose'].run(story.as(leadOfUnit(story, unitId), at), {
        requestId: `demo-${unitId}-${instrumentId}`,
        ...{ unitId, instrumentId, inUse: true },
        reason: story.say({
          en: 'We want to hear from the patients themselves, between the visits too.',
          sv: 'Vi vill höra från patienterna själva, också mellan besöken.',
        }),
      });
}
