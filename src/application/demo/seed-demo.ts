import path from 'node:path';
import type { Language, Month } from '#core';
import { entryByRequest, loadCycle } from '#store';
import { commands } from '../commands/by-name.ts';
import type { Application } from '../context.ts';
import { estimateEffect } from '../effect/estimate-effect.ts';
import { takeOrganisation } from '../organisation/take-organisation.ts';
import { type KnownChange, knownHistory, knownRules } from './known-history.ts';
import { seedBrought } from './seed-brought.ts';
import { seedInstruments } from './seed-instruments.ts';
import { seedPractices } from './seed-practices.ts';
import {
  type DemoTold,
  dayIn,
  leadWanted,
  nurseOf,
  type Story,
  step,
  stored,
  storyOf,
} from './story.ts';

/**
 * Takes the demo's organisation into use, from organisation.yaml. Before anything is evaluated: results belong to
 * units.
 */
export const seedDemoOrganisation = (application: Application, folder: string) =>
  takeOrganisation(application.db, path.join(folder, 'organisation.yaml'));

/**
 * Enters what the demo's organisation knows of its own past, from history.yaml: each change of a way of working as an
 * idea, a proposal, a decision and a running cycle, by the commands people use, as the people of the unit, on the days
 * when it happened. Doing it again changes nothing.
 *
 * The measures must be in use; the signals should come afterwards, so that they meet the changes they belong to.
 */
export async function seedDemoHistory(
  application: Application,
  { folder, language }: DemoTold,
): Promise<void> {
  const story = await storyOf(application, language);
  for (const change of await knownHistory(folder)) await begin(story, change);
  await seedInstruments(story);
}

/**
 * Follows up what the history began: the study and the verdict of every change but the latest, which is left for
 * whoever tries the demo; and the practice that was made of the first, as the others took it up. Needs results.
 */
export async function seedDemoFollowUp(
  application: Application,
  { folder, language }: DemoTold,
): Promise<void> {
  const story = await storyOf(application, language);
  const changes = await knownHistory(folder);
  for (const change of changes.slice(0, -1)) await followUp(story, change);
  await seedPractices(story, changes);
  await seedBrought(story, await knownRules(folder));
}

/** 'June 2025', 'juni 2025'. */
const monthIn = (language: Language, month: Month): string =>
  new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );

async function begin(story: Story, change: KnownChange): Promise<string> {
  const done = await entryByRequest(story.application.db, step(change, 'do').requestId);
  if (done?.cycleId) return done.cycleId;
  const threadId = await raiseIdea(story, change);
  await raiseAndDecide(story, change, threadId);
  return startCycle(story, change, threadId);
}

async function raiseIdea(story: Story, change: KnownChange): Promise<string> {
  const { measure, practice, adoptedFrom } = change;
  const source = adoptedFrom === undefined ? undefined : story.unitName(adoptedFrom);
  const opened = await commands['thread.raise-idea'].run(
    story.as(nurseOf(story, change), dayIn(change, -2, '04T09:10')),
    {
      ...step(change, 'idea'),
      unitId: change.unit,
      measureId: measure,
      title: story.say(practice),
      text:
        source === undefined
          ? story.say(change.aim)
          : story.say({
              en: `${source} works this way now. Could we?`,
              sv: `${source} arbetar så nu. Kan vi?`,
            }),
    },
  );
  return stored(opened.threadId);
}

async function raiseAndDecide(story: Story, change: KnownChange, threadId: string): Promise<void> {
  const { practice } = change;
  const raised = await commands['proposal.raise'].run(
    story.as(nurseOf(story, change), dayIn(change, -2, '18T13:40')),
    {
      ...step(change, 'proposal'),
      ...{ threadId, kind: 'idea', title: story.say(practice), text: story.say(change.change) },
      ...{ unitId: null, origin: 'front-line', attributes: {} },
      ...{ concernsUnitId: null, earlierIds: [] },
    },
  );
  await commands['proposal.decide'].run(
    story.as(leadWanted(story, change), dayIn(change, -1, '02T15:05')),
    {
      ...step(change, 'decision'),
      proposalId: stored(raised.proposalId),
      outcome: 'try',
      reason: story.say({
        en: 'Small enough to try, and our own numbers will show whether it helps.',
        sv: 'Litet nog att pröva, och våra egna siffror visar om det hjälper.',
      }),
      ...{ returnOn: null, toForumId: null, seenStep: null },
      presentIds: membersIn(story, change.unit),
    },
  );
}

/** Everybody who sits in a forum of the unit came to the meeting. */
const membersIn = ({ organisation }: Story, unitId: string): readonly string[] =>
  organisation.forums
    .filter((forum) => forum.unitId === unitId)
    .flatMap(({ members }) => members.map(({ personId }) => personId));

async function startCycle(story: Story, change: KnownChange, threadId: string): Promise<string> {
  const manager = leadWanted(story, change);
  const planned = await commands['cycle.start'].run(
    story.as(manager, dayIn(change, -1, '16T10:20')),
    {
      ...step(change, 'plan'),
      ...{ threadId, title: story.say(change.practice), aim: story.say(change.aim) },
      change: story.say(change.change),
      ...{ measureId: change.measure, balancingMeasureIds: [] },
      ...prediction(story, change),
      plan: story.say({
        en: `The whole unit works this way from ${monthIn('en', change.month)}; ${manager.name} follows the chart.`,
        sv: `Hela enheten arbetar så från ${monthIn('sv', change.month)}; ${manager.name} följer diagrammet.`,
      }),
    },
  );
  const cycleId = stored(planned.cycleId);
  await commands['cycle.record-do'].run(story.as(manager, dayIn(change, 0, '06T08:30')), {
    ...step(change, 'do'),
    ...{ cycleId, startMonth: change.month },
    text: story.say({
      en: 'Started with the first patients of the month.',
      sv: 'Började med månadens första patienter.',
    }),
  });
  return cycleId;
}

function prediction(
  { measures, say }: Story,
  { prediction: { from, to, byMonth }, measure }: KnownChange,
) {
  const isShare = measures.get(measure)?.scoring === 'proportion';
  const inWords = (value: number) => (isShare ? `${Math.round(value * 100)} %` : String(value));
  return {
    predictionText: say({
      en: `From about ${inWords(from)} to ${inWords(to)} by ${monthIn('en', byMonth)}.`,
      sv: `Från omkring ${inWords(from)} till ${inWords(to)} i ${monthIn('sv', byMonth)}.`,
    }),
    predictedValue: to,
    predictedByMonth: byMonth,
  };
}

/** After a year a season no longer looks like an effect. */
const monthsToStudy = 13;

async function followUp(story: Story, change: KnownChange): Promise<void> {
  const { db, clock } = story.application;
  const cycle = await loadCycle(db, await begin(story, change));
  const at = dayIn(change, monthsToStudy, '05T14:00');
  if (cycle?.state !== 'running' || at > clock()) return;
  const context = story.as(leadWanted(story, change), at);
  await commands['cycle.record-study'].run(context, {
    ...step(change, 'study'),
    cycleId: cycle.id,
    text: story.say({
      en: 'We have worked this way for a year. The estimate stands beside this note.',
      sv: 'Vi har arbetat så i ett år. Skattningen står bredvid.',
    }),
  });
  const effect = await estimateEffect(db, cycle, at);
  const helped = effect.kind === 'estimate' && effect.reading === 'better';
  await commands['cycle.record-act'].run(context, {
    ...step(change, 'act'),
    cycleId: cycle.id,
    verdict: helped ? 'kept' : 'dropped',
    reason: story.say(
      helped
        ? {
            en: 'It helped, and it is part of the day now.',
            sv: 'Det hjälpte, och det hör till vardagen nu.',
          }
        : { en: 'We see no effect in a year.', sv: 'Vi ser ingen effekt på ett år.' },
    ),
  });
  await commands['thread.close'].run(context, {
    ...step(change, 'close'),
    threadId: cycle.threadId,
    reason: story.say(
      helped
        ? { en: 'Tried, studied and kept.', sv: 'Prövat, studerat och behållet.' }
        : { en: 'Tried, studied and dropped.', sv: 'Prövat, studerat och avslutat.' },
    ),
  });
}
