import { type Language, type Problem, problem } from '#core';
import { type CaseRun, type DecisionRule, type Forum, forumById, lookAtRules } from '#organisation';
import { type Changes, lockOrganisation, saveRules } from '#store';
import { type OrganisationInForce, organisationInForce } from '../context.ts';
import { Conflict, found } from '../trouble.ts';

/** The rules in force, held until the transaction ends, and the unit whose leaders may change them: the top. */
export async function rulesHeld(tx: Changes) {
  await lockOrganisation(tx);
  const organisation = await organisationInForce(tx);
  const { id: unitId } = found(organisation.tree.units[0], 'unit', 'top');
  return { organisation, unitId };
}

/**
 * Puts other rules in force, unless something could no longer work, or cases would end elsewhere and nobody has said
 * that they should. Answers with the cases that moved.
 */
export async function putInForce(
  tx: Changes,
  organisation: OrganisationInForce,
  {
    rules,
    acceptMoves,
  }: { readonly rules: readonly DecisionRule[]; readonly acceptMoves: boolean },
): Promise<readonly string[]> {
  const { problems, moved } = lookAtRules(organisation, rules);
  const [first] = problems;
  if (first !== undefined) throw new Conflict(unsound(first, problems.length));
  if (moved.length > 0 && !acceptMoves) throw new Conflict(casesMove(moved, organisation));
  await saveRules(tx, { rules });
  return moved.map((run) => run.case.id);
}

const unsound = ({ code, message, tip, where, values }: Problem, count: number): Problem =>
  problem(code, count === 1 ? message : `${message} And ${count - 1} more.`, tip, where, values);

const shownMax = 3;

const casesMove = (moved: readonly CaseRun[], organisation: OrganisationInForce): Problem =>
  problem(
    'cases-move',
    `${moved.length === 1 ? 'A fictive case would end elsewhere' : `${moved.length} fictive cases would end elsewhere`}: ${moved.slice(0, shownMax).map(pathInWords).join('; ')}${moved.length > shownMax ? '; and more' : ''}.`,
    'Say that this is meant, or change the rule; then correct where the cases must end.',
    moved.map((run) => `cases/${run.case.id}`).join(' '),
    {
      count: moved.length,
      paths: { en: paths(moved, organisation, 'en'), sv: paths(moved, organisation, 'sv') },
    },
  );

/** Where each case would go, by the names of the forums; what it should have come to stands last. */
function paths(
  moved: readonly CaseRun[],
  organisation: OrganisationInForce,
  language: Language,
): string {
  const nameOf = (id: Forum['id']) => forumById(organisation, id)?.name[language] ?? id;
  return moved
    .slice(0, shownMax)
    .map(({ case: { title, endsAt }, route }) => {
      const way = route.steps.map(({ forumId }) => nameOf(forumId)).join(' → ');
      return `${title[language]}: ${way} (≠ ${nameOf(endsAt)})`;
    })
    .join('; ');
}

function pathInWords({ case: { id, endsAt }, route }: CaseRun): string {
  const path = route.steps.map(({ forumId, ruleId }) => `${forumId} by ${ruleId}`).join(', ');
  const { outcome } = route;
  const end =
    outcome.kind === 'decided' ? `decided by ${outcome.forumId}` : outcome.problem.message;
  return `${id} (wanted: ${endsAt}) goes ${path}, ${end}`;
}
