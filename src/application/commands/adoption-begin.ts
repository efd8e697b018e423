import { problem } from '#core';
import { isWithin } from '#organisation';
import {
  type Adoption,
  type AdoptionBasis,
  beginAdoption,
  type Cycle,
  carriedRuleThere,
  type ParameterValues,
  type PracticeVersion,
  partsSetOtherwise,
  versionInForce,
} from '#practice';
import {
  adoptionsOfPractice,
  type Changes,
  insertAdoption,
  loadCycle,
  loadThread,
  rulesInUse,
  type StoredPractice,
} from '#store';
import { type Act, command } from '../command.ts';
import type { OrganisationInForce } from '../context.ts';
import { changeOfRule } from '../practices/change-of-rule.ts';
import { Conflict, found, permitted } from '../trouble.ts';
import { partsInWords, practiceWanted, versionOf } from './loading-practices.ts';

type Input = {
  readonly requestId: string;
  readonly practiceId: string;
  readonly unitId: string;
  readonly version: number | null;
  readonly basis: AdoptionBasis;
  readonly mandatedByForumId: string | null;
  readonly learnedFromUnitId: string | null;
  readonly cycleId: string | null;
  readonly startMonth: string | null;
  readonly values: ParameterValues;
  readonly reason: string;
};

/** A unit takes a practice up, because it chooses to or because a forum above has mandated it. */
export const beginAdopting = command({
  name: 'adoption.begin',
  load: async (tx, input: Input, organisation) => {
    const { tree } = organisation;
    const unit = found(tree.byId.get(input.unitId), 'unit', input.unitId);
    const { learnedFromUnitId } = input;
    if (learnedFromUnitId !== null)
      found(tree.byId.get(learnedFromUnitId), 'unit', learnedFromUnitId);
    const stored = await practiceWanted(tx, input);
    const earlier = await adoptionsOfPractice(tx, input.practiceId);
    const cycle = await ownCycle(tx, input);
    await refuseUnmandated(tx, { input, stored, organisation });
    return { unit, ...stored, cycle, earlier: earlier.filter((one) => one.unitId === unit.id) };
  },
  unitOf: ({ unit }) => unit.id,
  undoneBy: 'adoption.move',
  run: async (tx, { practice, versions, cycle, earlier }, input, act) => {
    const version = wantedVersion(versions, input, act.at);
    const drafted = draft({ input, version, cycle, homeUnitId: practice.unitId }, act);
    permitted(carriedRuleThere(version, await carriedRule(tx, version)));
    const adoption = permitted(beginAdoption({ practice, version, adoption: drafted, earlier }));
    await insertAdoption(tx, adoption);
    const changed = { before: null, after: adoption, version, reason: input.reason };
    const ruled = await changeOfRule(tx, changed, act);
    const { id: adoptionId, practiceId, unitId, basis, learnedFromUnitId, stage } = adoption;
    const { startMonth, cycleId } = adoption;
    const partsChanged = partsSetOtherwise(version, adoption).length;
    const spread = {
      ...{ kind: 'adopted' as const, practiceId, version: version.version, adoptionId, basis },
      ...{ learnedFromUnitId, stage, startMonth, partsChanged },
    };
    const ids = { unitId, threadId: practice.threadId, cycleId };
    const detail = { spread, ...ruled.detail };
    return { ...ruled, entry: { ...ids, words: wordsOf(input, version), detail } };
  },
});

/** The newest in force when none is named; a named one may be refused by the rules, with the reason. */
function wantedVersion(
  versions: readonly PracticeVersion[],
  { version, practiceId }: Input,
  at: string,
): PracticeVersion {
  if (version !== null) return versionOf(versions, { version, practiceId });
  const newest = versionInForce(versions, at) ?? versions.at(-1);
  return found(newest, 'version of the practice', practiceId);
}

const carriedRule = async (tx: Changes, { rule }: PracticeVersion) =>
  rule === null ? undefined : (await rulesInUse(tx)).get(rule.ruleId);

async function ownCycle(tx: Changes, { cycleId, unitId }: Input): Promise<Cycle | null> {
  if (cycleId === null) return null;
  const cycle = found(await loadCycle(tx, cycleId), 'cycle', cycleId);
  if (cycle.unitId === unitId) return cycle;
  throw new Conflict(
    problem(
      'cycle-elsewhere',
      'That improvement cycle belongs to another unit.',
      'Name a cycle of the unit that takes the practice up, or none.',
      'cycleId',
    ),
  );
}

interface Mandate {
  readonly input: Input;
  readonly stored: StoredPractice;
  readonly organisation: OrganisationInForce;
}

/** A mandate is a decision that can be read: by a forum above the unit, on the thread of the practice. */
async function refuseUnmandated(
  tx: Changes,
  { input, stored, organisation }: Mandate,
): Promise<void> {
  const { basis, mandatedByForumId, unitId } = input;
  if (basis === 'chosen') {
    if (mandatedByForumId !== null) throw new Conflict(choosesItself);
    return;
  }
  const { forums, tree } = organisation;
  const forum = forums.find(({ id }) => id === mandatedByForumId);
  const content = await loadThread(tx, stored.practice.threadId);
  const hasMandated = (content?.proposals ?? []).some(
    ({ state, forumId }) => state === 'mandated' && forumId === forum?.id,
  );
  if (forum !== undefined && hasMandated && isWithin(tree, unitId, forum.unitId)) return;
  throw new Conflict(
    problem(
      'not-mandated',
      'No forum above this unit has mandated the practice.',
      'Let the unit choose, or raise a proposal on the thread of the practice and wait for the decision.',
      'mandatedByForumId',
    ),
  );
}

const choosesItself = problem(
  'chosen-and-mandated',
  'An adoption that the unit chooses names no mandating forum.',
  'Leave the forum out, or say that it is mandated.',
  'mandatedByForumId',
);

interface Drafting {
  readonly input: Input;
  readonly version: PracticeVersion;
  readonly cycle: Cycle | null;
  readonly homeUnitId: string;
}

function draft(
  { input, version, cycle, homeUnitId }: Drafting,
  { person, at, newId }: Act,
): Adoption {
  const startMonth = input.startMonth ?? cycle?.startMonth ?? null;
  const { practiceId, unitId, basis, mandatedByForumId, values, reason } = input;
  return {
    ...{ id: newId(), practiceId, version: version.version, unitId, basis, mandatedByForumId },
    learnedFromUnitId: input.learnedFromUnitId ?? homeUnitId,
    cycleId: cycle?.id ?? null,
    ...{ startMonth, values, stage: startMonth === null ? 'considering' : 'trying' },
    ...{ stageSince: at, ownerId: person.id, begunAt: at, reason },
  };
}

const wordsOf = (input: Input, version: PracticeVersion): Record<string, string> => ({
  title: version.title,
  version: String(version.version),
  ...(input.startMonth === null ? {} : { startMonth: input.startMonth }),
  ...partsInWords(version, input.values),
  reason: input.reason,
});
