import { type Problem, problem, type Text } from '#core';
import { type Forum, forumById, forumsIn, routeUp } from '../forum.ts';
import { isWithin, type UnitTree, upwardsFrom } from '../unit-tree.ts';
import {
  type Attributes,
  allAttributes,
  type DecisionRule,
  holds,
  type RuleAction,
  type RuleAnswer,
  type Structure,
  sameAnswer,
} from './structure.ts';

/** Something to decide, as far as its route is concerned. */
export interface Matter {
  readonly attributes: Attributes;
  /** The unit where it was raised. */
  readonly unitId: string;
  /** Another unit that it concerns; null when it concerns the one where it was raised. */
  readonly concernsUnitId: string | null;
}

/** A matter on its way: which forum has it, and what the way here has added. */
export interface MatterAt extends Matter {
  readonly forumId: string;
  readonly prepared: boolean;
  /** The forum that asked a support unit and waits for its answer. */
  readonly askedBy: string | null;
}

/** What the rules say where a matter lies: decide, hand over, or why they cannot say. */
export type RouteAnswer =
  | { readonly kind: 'decide'; readonly ruleId: string; readonly because: Text }
  | {
      readonly kind: 'hand-over';
      readonly action: Exclude<RuleAction, 'decide'>;
      readonly next: MatterAt;
      readonly ruleId: string;
      readonly because: Text;
    }
  | { readonly kind: 'stuck'; readonly problem: Problem };

export interface RouteStep {
  readonly forumId: string;
  readonly action: RuleAction;
  readonly ruleId: string;
  readonly because: Text;
}

export type RouteOutcome =
  | { readonly kind: 'decided'; readonly forumId: string }
  | { readonly kind: 'stuck'; readonly forumId: string; readonly problem: Problem };

export interface Route {
  /** In order; the last is the decision, when one is reached. */
  readonly steps: readonly RouteStep[];
  readonly outcome: RouteOutcome;
}

/** A matter newly raised in a forum. */
export const raisedAt = (matter: Matter, forumId: string): MatterAt => ({
  ...matter,
  forumId,
  prepared: false,
  askedBy: null,
});

/**
 * The way of a matter through the forums by their rules, to the forum that decides it. Ends always: a matter that comes
 * back as it was is reported as a loop.
 *
 * @throws RangeError when the forum or a unit of the matter does not exist
 */
export function routeOf(structure: Structure, matter: Matter, startForumId: string): Route {
  const steps: RouteStep[] = [];
  const seen = new Map<string, number>();
  let at = raisedAt(matter, startForumId);
  for (;;) {
    const mark = markOf(at);
    const earlier = seen.get(mark);
    if (earlier !== undefined) return stuckAt(at, steps, loop(steps.slice(earlier)));
    seen.set(mark, steps.length);
    const answer = answerAt(structure, at);
    if (answer.kind === 'stuck') return stuckAt(at, steps, answer.problem);
    const { ruleId, because } = answer;
    const action = answer.kind === 'decide' ? 'decide' : answer.action;
    steps.push({ forumId: at.forumId, action, ruleId, because });
    if (answer.kind === 'decide')
      return { steps, outcome: { kind: 'decided', forumId: at.forumId } };
    at = answer.next;
  }
}

const stuckAt = ({ forumId }: MatterAt, steps: readonly RouteStep[], trouble: Problem): Route => ({
  steps,
  outcome: { kind: 'stuck', forumId, problem: trouble },
});

const markOf = ({ forumId, prepared, askedBy }: MatterAt): string =>
  JSON.stringify([forumId, prepared, askedBy]);

const loop = (ring: readonly RouteStep[]): Problem =>
  problem(
    'rules-loop',
    `The rules send the matter in a ring: ${ring.map(({ forumId, ruleId }) => `${forumId} by ${ruleId}`).join(', ')}, and back to ${ring[0]?.forumId ?? 'where it was'}.`,
    'Let one of these rules decide, or hand the matter somewhere else.',
    rulesNamed(ring.map(({ ruleId }) => ruleId)),
    { rules: [...new Set(ring.map(({ ruleId }) => ruleId))] },
  );

const rulesNamed = (ids: readonly string[]): string =>
  [...new Set(ids)].map((id) => `rules/${id}`).join(' ');

/** What the rules say where the matter lies now. */
export function answerAt(structure: Structure, at: MatterAt): RouteAnswer {
  const forum = forumOf(structure, at.forumId);
  const rules = rulesInForce(structure, forum, knownAt(structure, forum, at));
  const rule = rules[0];
  if (rule === undefined)
    return { kind: 'stuck', problem: noRule(forum, knownAt(structure, forum, at)) };
  const other = rules.find(({ answer }) => !sameAnswer(answer, rule.answer));
  if (other !== undefined) return { kind: 'stuck', problem: contradiction(rule, other) };
  const { id: ruleId, because, answer } = rule;
  if (answer.action === 'decide') return { kind: 'decide', ruleId, because };
  const next = handedOver(structure, { at, forum, answer });
  return next === null
    ? { kind: 'stuck', problem: nowhere(rule, forum) }
    : { kind: 'hand-over', action: answer.action, next, ruleId, because };
}

/** The rules of the highest standing among those that hold. */
export function rulesInForce(
  structure: Structure,
  forum: Forum,
  known: Attributes,
): readonly DecisionRule[] {
  const attributes = allAttributes(structure);
  const holding = structure.rules.filter(
    (rule) => speaksFor(rule, forum) && holds(rule.when, known, attributes),
  );
  const highest = Math.max(...holding.map(({ standing }) => standing));
  return holding.filter(({ standing }) => standing === highest);
}

/** Is the rule for forums of this kind, or for this forum? */
export const speaksFor = ({ at }: DecisionRule, forum: Forum): boolean =>
  at.includes(forum.kind) || at.includes(forum.id);

const knownAt = ({ tree }: Structure, forum: Forum, at: MatterAt): Attributes => ({
  ...at.attributes,
  concerns: concernOf(tree, forum.unitId, concernedBy(at)),
  prepared: at.prepared ? 'yes' : 'no',
});

const concernedBy = ({ unitId, concernsUnitId }: Matter): string => concernsUnitId ?? unitId;

function concernOf(tree: UnitTree, ownUnitId: string, unitId: string): string {
  if (unitId === ownUnitId) return 'own';
  return isWithin(tree, unitId, ownUnitId) ? 'below' : 'other';
}

export const contradiction = (one: DecisionRule, other: DecisionRule): Problem =>
  problem(
    'rules-contradict',
    `The rules '${one.id}' and '${other.id}' have the same standing and give different answers.`,
    'Narrow one of them, or give the one that should win a higher standing.',
    rulesNamed([one.id, other.id]),
    { one: one.id, other: other.id },
  );

const noRule = (forum: Forum, known: Attributes): Problem =>
  problem(
    'rule-missing',
    `No rule says what ${forum.id} does with a matter like this (${inWords(known)}).`,
    'Add a rule for it; one without conditions and with the lowest standing catches what others leave.',
    `forums/${forum.id}`,
    { forum: forum.name },
  );

export const inWords = (known: Attributes): string =>
  Object.entries(known)
    .map(([id, value]) => `${id}: ${value}`)
    .join(', ');

const nowhere = (rule: DecisionRule, forum: Forum): Problem =>
  problem(
    'nowhere-to-send',
    `The rule '${rule.id}' sends the matter from ${forum.id} ${rule.answer.action}${'to' in rule.answer ? ` to a ${rule.answer.to}` : ''}, and there is none.`,
    'Add such a forum, or let the rule say something else there.',
    rulesNamed([rule.id]),
    { rule: rule.id, forum: forum.name },
  );

interface HandOver {
  readonly at: MatterAt;
  readonly forum: Forum;
  readonly answer: Exclude<RuleAnswer, { readonly action: 'decide' }>;
}

function handedOver(structure: Structure, { at, forum, answer }: HandOver): MatterAt | null {
  switch (answer.action) {
    case 'up':
      return movedTo(nearest(structure, forum.unitId, answer.to, forum), at);
    case 'down':
      return movedTo(below(structure, { at, forum, kind: answer.to }), at);
    case 'sideways': {
      const [there] = routeUp(structure, concernedBy(at));
      return movedTo(there === undefined || there.id === forum.id ? null : there, at);
    }
    case 'support':
      return movedTo(nearest(structure, forum.unitId, answer.to, forum), {
        ...at,
        askedBy: forum.id,
      });
    case 'back':
      return movedTo(waitingFor(structure, at, forum), { ...at, prepared: true, askedBy: null });
    default:
      return answer satisfies never;
  }
}

/** The forum of a kind nearest to the unit concerned; where that unit has none, the nearest that decides there. */
function below(
  structure: Structure,
  { at, forum, kind }: { readonly at: MatterAt; readonly forum: Forum; readonly kind: string },
): Forum | null {
  const unitId = concernedBy(at);
  const ofKind = nearest(structure, unitId, kind, forum);
  const found = [ofKind, ...routeUp(structure, unitId)].find(
    (one) =>
      one !== null && one.id !== forum.id && isWithin(structure.tree, one.unitId, forum.unitId),
  );
  return found ?? null;
}

const movedTo = (forum: Forum | null, at: MatterAt): MatterAt | null =>
  forum === null ? null : { ...at, forumId: forum.id };

/** Who asked; or, for what was raised in the support unit itself, the forum nearest to the unit it concerns. */
function waitingFor(structure: Structure, at: MatterAt, from: Forum) {
  const { askedBy } = at;
  const forum =
    askedBy === null
      ? routeUp(structure, concernedBy(at)).find(({ id }) => id !== from.id)
      : forumById(structure, askedBy);
  return forum ?? null;
}

/** The forum of a kind in this unit, or else the nearest above; another than the one it comes from. */
function nearest(structure: Structure, unitId: string, kind: string, from: Forum): Forum | null {
  for (const unit of upwardsFrom(structure.tree, unitId)) {
    const found = forumsIn(structure, unit.id).find(
      (forum) => forum.kind === kind && forum.id !== from.id,
    );
    if (found !== undefined) return found;
  }
  return null;
}

function forumOf(structure: Structure, forumId: string): Forum {
  const forum = forumById(structure, forumId);
  if (forum === undefined) throw new RangeError(`routeOf: there is no forum ${forumId}`);
  return forum;
}
