import { z } from 'zod';
import { addMonths } from '#core';
import { upwardsFrom } from '#organisation';
import { rulesInUse } from '#store';
import { commands } from '../commands/by-name.ts';
import { readPractices } from './demo-structure.ts';
import type { KnownRule } from './known-history.ts';
import { practiceText, words } from './practice-text.ts';
import { leadOfUnit, type Story, stored } from './story.ts';

const adopter = z.object({
  values: z.record(z.string(), z.union([z.number(), z.string()])),
  reason: words,
});
const brought = z.object({
  ...{ rule: words, measure: words, title: words, source: words, ...practiceText },
  adopters: z.array(adopter).min(1),
});
type Brought = z.infer<typeof brought>;
const broughtFile = z.object({ brought: z.array(brought) });

/**
 * Practices that were brought from outside, each with a rule that units had tried by chance: some of those units then
 * take the practice up, and go on advising by chance. Doing it again changes nothing. A practice whose rule or measure the
 * library no longer has is left out.
 */
export async function seedBrought(story: Story, rules: readonly KnownRule[]): Promise<void> {
  const file = broughtFile.parse(await readPractices(story.language));
  const inUse = await rulesInUse(story.application.db);
  for (const text of file.brought) {
    const isHere = inUse.has(text.rule) && story.measures.has(text.measure);
    const known = isHere ? rules.find(({ rule }) => rule === text.rule) : undefined;
    const practiceId = known === undefined ? null : await bring(story, known, text);
    if (known === undefined || practiceId === null) continue;
    for (const [i, adopting] of text.adopters.entries()) {
      const unitId = known.units[i];
      if (unitId !== undefined) await adopt(story, { known, practiceId, unitId, adopting });
    }
  }
}

const dayAfter = ({ month }: KnownRule, months: number, dayAndHour: string): string =>
  `${addMonths(month, months)}-${dayAndHour}:00.000Z`;

const requestFor = ({ rule }: KnownRule, ...names: readonly string[]) => ({
  requestId: ['demo-brought', rule, ...names].join('-'),
});

async function bring(
  story: Story,
  known: KnownRule,
  { adopters: _, rule, measure, ...text }: Brought,
): Promise<string | null> {
  const at = dayAfter(known, 2, '19T10:00');
  const unitId = departmentOf(story, known.units[0] ?? '');
  if (unitId === null || at > story.application.clock()) return null;
  const lead = leadOfUnit(story, unitId);
  const { practiceId, threadId } = await commands['practice.bring'].run(story.as(lead, at), {
    ...{ ...requestFor(known, 'bring'), unitId, origin: 'other-organisation', ...text },
    ...{ ruleId: rule, measureIds: [measure], expiresOn: null },
  });
  const practice = stored(practiceId);
  await commands['practice.offer'].run(story.as(lead, dayAfter(known, 2, '19T10:20')), {
    ...{ ...requestFor(known, 'offer'), practiceId: practice },
    reason: story.say({
      en: 'Ten units have the reminder on trial. Some of them want to keep it.',
      sv: 'Tio enheter prövar påminnelsen. Några av dem vill behålla den.',
    }),
  });
  await commands['thread.close'].run(story.as(lead, dayAfter(known, 2, '19T10:30')), {
    ...{ ...requestFor(known, 'close'), threadId: stored(threadId) },
    reason: story.say({
      en: 'It lies on the commons. Who takes it up is told here.',
      sv: 'Det erbjuds nu till alla. Vilka som tar upp det berättas här.',
    }),
  });
  return practice;
}

/** The unit right above. */
const departmentOf = ({ organisation: { tree } }: Story, unitId: string): string | null =>
  [...upwardsFrom(tree, unitId)].find(({ id }) => id !== unitId)?.id ?? null;

interface Adopting {
  readonly known: KnownRule;
  readonly practiceId: string;
  readonly unitId: string;
  readonly adopting: z.infer<typeof adopter>;
}

async function adopt(
  story: Story,
  { known, practiceId, unitId, adopting }: Adopting,
): Promise<void> {
  const manager = leadOfUnit(story, unitId);
  const begun = dayAfter(known, 3, '05T09:00');
  if (begun > story.application.clock()) return;
  const { adoptionId } = await commands['adoption.begin'].run(story.as(manager, begun), {
    ...{ ...requestFor(known, unitId, 'adopt'), practiceId, unitId, version: null },
    ...{ basis: 'chosen', mandatedByForumId: null, learnedFromUnitId: null, cycleId: null },
    ...{ startMonth: begun.slice(0, 7), ...adopting },
  });
  const settled = dayAfter(known, 6, '05T09:00');
  if (settled > story.application.clock()) return;
  await commands['adoption.move'].run(story.as(manager, settled), {
    ...{ ...requestFor(known, unitId, 'stage'), adoptionId: stored(adoptionId) },
    ...{
      stage: 'in-use',
      startMonth: null,
      reason: story.say({ en: 'It runs by itself now.', sv: 'Det går av sig självt nu.' }),
    },
  });
}
