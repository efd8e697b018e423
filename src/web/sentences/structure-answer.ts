import type { ForumPage, PathStep, StructureLoad, StructurePage } from '#api';
import type { Words } from '../words/words.ts';

/** How many forums, kinds and rules; whether the cases pass; whether something cannot work. */
export function structureAnswer({ kinds, rules, cases, problems }: StructurePage, words: Words) {
  const forums = kinds.reduce((sum, kind) => sum + kind.forums.length, 0);
  const counts = { forums, kinds: kinds.length, rules: rules.length };
  return [
    words.say('structure.answer', counts),
    casesAnswer(cases, words),
    ...(problems.length === 0
      ? []
      : [words.say('structure.problems-count', { count: problems.length })]),
  ].join(' ');
}

function casesAnswer(cases: StructurePage['cases'], words: Words): string {
  const count = cases.length;
  const failed = cases.filter(({ passed }) => !passed).length;
  if (count === 0) return words.say('structure.cases-none');
  return failed === 0
    ? words.say('structure.cases-pass', { count })
    : words.say('structure.cases-fail', { failed, count });
}

/** One step of a path: which forum does what with it, and why. */
export function stepLine(step: PathStep, next: PathStep | undefined, words: Words): string {
  const said = { forum: words.text(step.forum.name), because: words.text(step.because) };
  if (step.action === 'decide') return words.say('structure.step-last', said);
  const whereTo = next === undefined ? words.say('structure.nowhere') : words.text(next.forum.name);
  return words.say(`structure.step-${step.action}`, { ...said, next: whereTo });
}

export const percent = (share: number, words: Words): string =>
  `${words.whole(100 * share)}\u00a0%`;

/** Matters a year, how long they take, and the tightest forum. */
export function loadAnswer(load: StructureLoad, words: Words): string {
  const { throughDays, perYear, bottleneck, leftOut } = load;
  if (throughDays === null) return words.say('structure.load-none');
  const { mean, low95, high95 } = throughDays;
  return [
    words.say('structure.load-answer', {
      ...{ count: Math.round(perYear), days: words.decimal(mean) },
      ...{ low: words.decimal(low95), high: words.decimal(high95) },
    }),
    ...(bottleneck === null
      ? []
      : [
          words.say('structure.load-bottleneck', {
            ...{ forum: words.text(bottleneck.name), share: percent(bottleneck.load, words) },
          }),
        ]),
    ...((bottleneck?.load ?? 0) >= 1 ? [words.say('structure.load-overload')] : []),
    ...(leftOut.length === 0
      ? []
      : [words.say('structure.load-left-out', { count: leftOut.length })]),
  ].join(' ');
}

/** How much waits for the next meeting, and how much of it too long. */
export function forumAnswer({ agenda, forum, moreSilent }: ForumPage, words: Words): string {
  const overdue = agenda.filter((item) => item.overdue).length + moreSilent;
  return words.say('forum.answer', {
    ...{ count: agenda.length + moreSilent, overdue, matters: forum.mattersPerMeeting },
  });
}
