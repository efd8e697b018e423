import { z } from 'zod';
import {
  adaptationDeciders,
  adaptationFidelity,
  adaptationLevels,
  adaptationNatures,
  adaptationPlanned,
  adaptationWhat,
  adaptationWhen,
} from '#practice';
import { entryByRequest, loadCycle } from '#store';
import { commands } from '../commands/by-name.ts';
import { readPractices } from './demo-structure.ts';
import type { KnownChange } from './known-history.ts';
import { practiceText, words } from './practice-text.ts';
import { dayIn, leadWanted, nurseOf, plusMinutes, type Story, step, stored } from './story.ts';

const adopter = z.object({
  values: z.record(z.string(), z.union([z.number(), z.string()])),
  reason: words,
  adaptation: z.object({
    when: z.enum(adaptationWhen),
    planned: z.enum(adaptationPlanned),
    decidedBy: z.enum(adaptationDeciders),
    what: z.enum(adaptationWhat),
    level: z.enum(adaptationLevels),
    nature: z.enum(adaptationNatures),
    fidelity: z.enum(adaptationFidelity),
    essentials: z.array(words),
  }),
  text: words,
  why: words,
  kept: z.array(words),
});
type Adopter = z.infer<typeof adopter>;
const written = z.object({ measure: words, ...practiceText, adopters: z.array(adopter).min(1) });
type WrittenPractice = z.infer<typeof written>;
const practicesFile = z.object({ practices: z.array(written) });

/**
 * The practice that the first unit made of its change, and the units that took it up: by the commands people use, as
 * the people of those units, from what the organisation wrote down. Doing it again changes nothing.
 */
export async function seedPractices(story: Story, changes: readonly KnownChange[]): Promise<void> {
  const { practices } = practicesFile.parse(await readPractices(story.language));
  for (const first of changes.filter(({ adoptedFrom }) => adoptedFrom === undefined)) {
    const text = practices.find(({ measure }) => measure === first.measure);
    const practiceId = text === undefined ? null : await make(story, first, text);
    if (practiceId === null || text === undefined) continue;
    const followers = changes.filter(
      ({ adoptedFrom, measure }) => adoptedFrom === first.unit && measure === first.measure,
    );
    for (const [i, follower] of followers.entries()) {
      const adopting = text.adopters[i % text.adopters.length];
      if (adopting !== undefined) await adopt(story, { first, follower, practiceId, adopting });
    }
  }
}

/** Two weeks after the verdict; null while there is none, or when the change was dropped. */
const monthsToPractice = 13;

async function make(
  story: Story,
  first: KnownChange,
  { adopters: _, measure: __, ...text }: WrittenPractice,
): Promise<string | null> {
  const at = dayIn(first, monthsToPractice, '19T10:00');
  const cycle = await cycleOf(story, first);
  if (cycle?.verdict !== 'kept' || at > story.application.clock()) return null;
  const made = await commands['practice.make'].run(story.as(nurseOf(story, first), at), {
    ...{ ...step(first, 'practice'), cycleId: cycle.id, origin: 'front-line', ...text },
    ...{ title: story.say(first.practice), measureIds: [], expiresOn: null, ruleId: null },
  });
  const practiceId = stored(made.practiceId);
  await commands['practice.offer'].run(
    story.as(leadWanted(story, first), dayIn(first, monthsToPractice, '23T15:30')),
    {
      ...step(first, 'offer'),
      practiceId,
      reason: story.say({
        en: 'It cost us little. Others have asked how we do it.',
        sv: 'Det kostade oss lite. Andra har frågat hur vi gör.',
      }),
    },
  );
  return practiceId;
}

interface Adopting {
  readonly first: KnownChange;
  readonly follower: KnownChange;
  readonly practiceId: string;
  readonly adopting: Adopter;
}

/** A unit may have begun before the practice was written down; the adoption is then entered afterwards. */
async function adopt(
  story: Story,
  { first, follower, practiceId, adopting }: Adopting,
): Promise<void> {
  const { reason, values, text, why, kept, adaptation } = adopting;
  const begun = later(dayIn(first, monthsToPractice, '26T09:00'), dayIn(follower, 0, '08T09:00'));
  const cycle = await cycleOf(story, follower);
  if (cycle === null || begun > story.application.clock()) return;
  const manager = leadWanted(story, follower);
  const { adoptionId } = await commands['adoption.begin'].run(story.as(manager, begun), {
    ...{ ...step(follower, 'adopt'), practiceId, unitId: follower.unit, version: null },
    ...{ basis: 'chosen', mandatedByForumId: null, learnedFromUnitId: first.unit },
    ...{ cycleId: cycle.id, startMonth: follower.month, values, reason },
  });
  const adoption = stored(adoptionId);
  const { essentials: essentialIds, ...answers } = adaptation;
  await commands['adoption.adapt'].run(story.as(manager, plusMinutes(begun, 20)), {
    ...{ ...step(follower, 'adapt'), adoptionId: adoption, ...answers, essentialIds, text, why },
  });
  await commands['adoption.check-fidelity'].run(story.as(manager, plusMinutes(begun, 45)), {
    ...{ ...step(follower, 'fidelity'), adoptionId: adoption, month: begun.slice(0, 7) },
    ...{
      keptIds: kept,
      note: story.say({
        en: 'We asked ten patients and looked at ten records.',
        sv: 'Vi frågade tio patienter och läste tio journaler.',
      }),
    },
  });
  await conclude(story, follower, adoption);
}

/** What the unit's own cycle said in the end is what becomes of the practice there. */
async function conclude(story: Story, follower: KnownChange, adoptionId: string): Promise<void> {
  const cycle = await cycleOf(story, follower);
  if (cycle?.closedAt == null) return;
  const isKept = cycle.verdict === 'kept';
  const at = plusMinutes(cycle.closedAt, 30);
  const made = later(at, plusMinutes(dayIn(follower, 0, '08T09:00'), 60));
  await commands['adoption.move'].run(story.as(leadWanted(story, follower), made), {
    ...{ ...step(follower, 'stage'), adoptionId, startMonth: null },
    stage: isKept ? 'in-use' : 'stopped',
    reason: story.say(
      isKept
        ? { en: 'It is how we work now.', sv: 'Så arbetar vi nu.' }
        : { en: 'We saw no effect here in a year.', sv: 'Vi såg ingen effekt här på ett år.' },
    ),
  });
}

async function cycleOf({ application: { db } }: Story, change: KnownChange) {
  const begun = await entryByRequest(db, step(change, 'do').requestId);
  return begun?.cycleId == null ? null : loadCycle(db, begun.cycleId);
}

const later = (a: string, b: string): string => (a > b ? a : b);
