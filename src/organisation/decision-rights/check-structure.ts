import { groupBy, type Problem, problem } from '#core';
import { type Forum, quorumOf } from '../forum.ts';
import { subtree, upwardsFrom } from '../unit-tree.ts';
import { combinationCount, everyCombination } from './combinations.ts';
import { contradiction, inWords, type Matter, routeOf, rulesInForce, speaksFor } from './route.ts';
import { allAttributes, destinationOf, type Structure, sameAnswer } from './structure.ts';

/** More different matters than this are not looked through; five attributes of ten values each would be as many. */
export const combinationsMax = 100_000;

/**
 * Everything in a structure that cannot work, found before a real matter meets it: rules that contradict each other,
 * are silent, loop or lead nowhere; forums without members or with a quorum out of reach; kinds of forum that nothing
 * from the units ever comes to. Looks through every combination of attributes.
 */
export function structureProblems(structure: Structure): readonly Problem[] {
  const combinations = combinationCount(allAttributes(structure));
  if (combinations > combinationsMax) return [tooMany(combinations)];
  return [
    ...structure.forums.flatMap(forumProblems),
    ...answerProblems(structure),
    ...routeProblems(structure),
  ];
}

const tooMany = (combinations: number): Problem =>
  problem(
    'too-many-combinations',
    `The attributes make ${combinations} different matters; up to ${combinationsMax} can be looked through.`,
    'Let some attributes have fewer values, or leave one out.',
    'attributes',
    { combinations, allowed: combinationsMax },
  );

function forumProblems(forum: Forum): readonly Problem[] {
  const where = `forums/${forum.id}`;
  if (forum.members.length === 0)
    return [
      problem(
        'forum-empty',
        `${forum.name.en} has no members.`,
        'Name who meets there, and who chairs.',
        where,
        { forum: forum.name },
      ),
    ];
  const voting = forum.members.filter(({ votes }) => votes).length;
  const quorum = quorumOf(forum);
  if (quorum <= voting) return [];
  return [
    problem(
      'quorum-out-of-reach',
      `${forum.name.en} needs ${quorum} voting members for a decision and has ${voting}.`,
      'Lower the quorum, or add members who vote.',
      where,
      { forum: forum.name, quorum, voting },
    ),
  ];
}

/** Each kind of forum, and each forum that a rule names, must have one answer to everything. */
function answerProblems(structure: Structure): readonly Problem[] {
  const named = new Set(structure.rules.flatMap(({ at }) => at));
  const places = [
    ...structure.forumKinds.flatMap(
      ({ id }) => structure.forums.find(({ kind }) => kind === id) ?? [],
    ),
    ...structure.forums.filter(({ id }) => named.has(id)),
  ];
  return distinct([...new Set(places)].flatMap((forum) => answersAt(structure, forum)));
}

function answersAt(structure: Structure, forum: Forum): readonly Problem[] {
  const problems: Problem[] = [];
  let silent = 0;
  let example = '';
  const own = { ...structure, rules: structure.rules.filter((rule) => speaksFor(rule, forum)) };
  for (const known of everyCombination(allAttributes(structure))) {
    const [rule, ...others] = rulesInForce(own, forum, known);
    if (rule === undefined) {
      silent += 1;
      if (example === '') example = inWords(known);
      continue;
    }
    const other = others.find(({ answer }) => !sameAnswer(answer, rule.answer));
    if (other !== undefined) problems.push(contradiction(rule, other));
  }
  return silent === 0
    ? distinct(problems)
    : [...distinct(problems), silence(forum, silent, example)];
}

const silence = (forum: Forum, count: number, example: string): Problem =>
  problem(
    'rule-missing',
    `No rule says what a ${forum.kind} does with ${count} kinds of matter; one of them is ${example}.`,
    'Add a rule without conditions and with the lowest standing: it catches what others leave.',
    `forumKinds/${forum.kind}`,
    { forum: forum.name },
  );

/** What happens to everything that can be raised, wherever it is raised. */
function routeProblems(structure: Structure): readonly Problem[] {
  const problems: Problem[] = [];
  const reached = new Set<string>();
  const kindOf = new Map(structure.forums.map(({ id, kind }) => [id, kind]));
  for (const { forum, concerned, isFrontLine } of startsOf(structure))
    for (const matter of mattersFrom(structure, forum, concerned)) {
      const { steps, outcome } = routeOf(structure, matter, forum.id);
      if (isFrontLine) for (const step of steps) reached.add(kindOf.get(step.forumId) ?? '');
      if (outcome.kind === 'stuck') problems.push(outcome.problem);
    }
  // A rule that is missing or contradicted is told once for its kind of forum, above.
  const own = problems.filter(({ code }) => code === 'rules-loop' || code === 'nowhere-to-send');
  return [...distinct(own), ...unreachable(structure, reached)];
}

function* mattersFrom(
  { attributes }: Structure,
  { unitId }: Forum,
  concerned: readonly string[],
): Generator<Matter> {
  for (const known of everyCombination(attributes))
    for (const concernsUnitId of concerned) yield { attributes: known, unitId, concernsUnitId };
}

interface Start {
  readonly forum: Forum;
  /** Units that a matter raised there may concern: its own, some below and one elsewhere. */
  readonly concerned: readonly string[];
  /** Does it belong to a unit that has none below, where care is given? */
  readonly isFrontLine: boolean;
}

/**
 * One forum for each way that the forums around it can look: with the same kinds of forum above and below, the same
 * matters go the same ways, unless a rule names a single forum.
 */
function startsOf(structure: Structure): readonly Start[] {
  const { tree, forums, rules } = structure;
  const named = new Set(rules.flatMap(({ at }) => at));
  const inUnit = groupBy(forums, ({ unitId }) => unitId);
  const lookOf = (forum: Forum): string =>
    [
      forum.kind,
      ...upwardsFrom(tree, forum.unitId).flatMap(({ id }) => ['/', ...kindsIn(id)]),
    ].join(' ');
  const kindsIn = (unitId: string): readonly string[] =>
    (inUnit.get(unitId) ?? []).map(({ id, kind }) => (named.has(id) ? id : kind));
  return [...groupBy(forums, lookOf).values()].flatMap(([forum]) => {
    if (forum === undefined) return [];
    const below = subtree(tree, forum.unitId).map(({ id }) => id);
    const within = new Set(below);
    const elsewhere = tree.units.findLast(({ id }) => !within.has(id));
    const concerned = [below[0], below[1], below.at(-1), elsewhere?.id];
    return [
      {
        forum,
        concerned: [...new Set(concerned.filter((id) => id !== undefined))],
        isFrontLine: below.length === 1,
      },
    ];
  });
}

const unreachable = (
  { forumKinds, forums, rules }: Structure,
  reached: ReadonlySet<string>,
): readonly Problem[] =>
  forumKinds
    .filter(({ id }) => !reached.has(id) && forums.some(({ kind }) => kind === id))
    .map(({ id, name }) => {
      const senders = rules.filter(({ answer }) => destinationOf(answer) === id);
      return problem(
        'kind-unreachable',
        senders.length === 0
          ? `No rule sends anything to a ${name.en.toLowerCase()}.`
          : `Nothing raised in the units ever comes to a ${name.en.toLowerCase()}, though ${senders.map((rule) => `'${rule.id}'`).join(', ')} would send it there.`,
        'Add a rule that sends it what it is for, or do without it.',
        `forumKinds/${id}`,
        { kind: name },
      );
    });

const distinct = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map((one) => [`${one.code} ${one.where}`, one])).values(),
];
