import path from 'node:path';
import { z } from 'zod';
import { commands } from '../commands/by-name.ts';
import type { Context } from '../context.ts';
import type { DecisionSupport } from '../decision-support/decision-support.ts';
import type { PastAdvice } from '../decision-support/past-advice.ts';
import { readText } from '../read-text.ts';
import { type KnownRule, knownRules } from './known-history.ts';
import { type DemoTold, leadOfUnit, type Story, storyOf } from './story.ts';

/**
 * Enters the advice that the demo's units have given: the rules they switched on by chance, as their leads on the first day of
 * the month, and what was shown or held back since, from exposures.ndjson. Doing it again changes nothing.
 *
 * A rule that the library no longer has is left out with everything about it.
 */
export async function seedDemoAdvice(
  application: Parameters<typeof storyOf>[0],
  support: DecisionSupport,
  { folder, language }: DemoTold,
): Promise<void> {
  const story = await storyOf(application, language);
  const served = new Set(support.rules.map(({ id }) => id));
  const rules = (await knownRules(folder)).filter(({ rule }) => served.has(rule));
  for (const known of rules) for (const unit of known.units) await switchOn(story, known, unit);
  const past = pastAdvice(await readText(path.join(folder, 'exposures.ndjson')));
  await support.remember(past.filter(({ rule }) => served.has(rule)));
}

async function switchOn(
  story: Story,
  { rule, month, share }: KnownRule,
  unitId: string,
): Promise<void> {
  const context: Context = story.as(leadOfUnit(story, unitId), `${month}-01T06:00:00.000Z`);
  await commands['decision-support.set'].run(context, {
    ...{ requestId: `demo-advice-${rule}-${unitId}`, ruleId: rule, unitId },
    ...{ mode: 'on', parameters: {} },
    randomised: { by: 'patient', share, seed: `${rule} ${month}` },
    reason: story.say({
      en: 'We want to know whether it helps before everybody gets it.',
      sv: 'Vi vill veta om det hjälper innan alla får det.',
    }),
  });
}

const line = z.discriminatedUnion('kind', [
  z.object({
    ...{ kind: z.literal('exposure'), card: z.string(), at: z.iso.datetime(), rule: z.string() },
    ...{ hook: z.string(), arm: z.enum(['shown', 'withheld']) },
    ...{ unit: z.string(), patient: z.string() },
  }),
  z.object({
    ...{ kind: z.literal('feedback'), card: z.string(), at: z.iso.datetime(), rule: z.string() },
    ...{ outcome: z.enum(['accepted', 'overridden']), outcomeAt: z.iso.datetime() },
    ...{ suggestions: z.array(z.string()), reason: z.string().nullable() },
    comment: z.string().nullable(),
  }),
]);

const pastAdvice = (text: string): readonly PastAdvice[] =>
  text
    .split('\n')
    .filter((one) => one !== '')
    .map((one) => line.parse(JSON.parse(one)));
