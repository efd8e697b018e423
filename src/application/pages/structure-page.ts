import {
  allAttributes,
  type CaseRun,
  may,
  type Right,
  ruleSentence,
  runCases,
  structureProblems,
  unitRef,
} from '#organisation';
import { type Context, type OrganisationInForce, organisationInForce } from '../context.ts';
import { found } from '../trouble.ts';
import { forumNamed, unitNamed } from './organisation-book.ts';

/** Who decides what: the forums, the rules in plain sentences, the fictive cases with their paths, and what cannot work. */
export async function structurePage(context: Context) {
  const organisation = await organisationInForce(context.db);
  const top = found(organisation.tree.units[0], 'unit', 'top');
  return {
    unit: unitRef(top),
    ...looked(organisation),
    mayDo: changes.filter((right) => may(context.person, right, top.id, organisation.tree)),
  };
}

const changes: readonly Right[] = ['rule.set', 'rule.remove', 'case.expect'];

const lookAt = (organisation: OrganisationInForce) => ({
  kinds: organisation.forumKinds.map((kind) => kindShown(organisation, kind)),
  attributes: allAttributes(organisation),
  rules: organisation.rules.map((rule) => ({ rule, sentence: ruleSentence(rule, organisation) })),
  cases: runCases(organisation, organisation.cases).map((run) => caseShown(organisation, run)),
  problems: structureProblems(organisation),
});

/** Looking a structure through takes a while, and it seldom changes; another structure is another object. */
const lookedAt = new WeakMap<OrganisationInForce, ReturnType<typeof lookAt>>();

function looked(organisation: OrganisationInForce): ReturnType<typeof lookAt> {
  const known = lookedAt.get(organisation);
  if (known !== undefined) return known;
  const shown = lookAt(organisation);
  lookedAt.set(organisation, shown);
  return shown;
}

const kindShown = (
  organisation: OrganisationInForce,
  { id, name, advises }: OrganisationInForce['forumKinds'][number],
) => ({
  ...{ id, name, advises },
  forums: organisation.forums
    .filter(({ kind }) => kind === id)
    .map((forum) => ({
      ...{ id: forum.id, name: forum.name, unit: unitNamed({ organisation }, forum.unitId) },
      ...{ cadenceDays: forum.cadenceDays, mattersPerMeeting: forum.mattersPerMeeting },
      members: forum.members.length,
    })),
});

function caseShown(organisation: OrganisationInForce, { case: one, route, passed }: CaseRun) {
  const { outcome } = route;
  return {
    ...{ id: one.id, title: one.title, passed },
    raisedAt: forumNamed({ organisation }, one.raisedAt),
    concerns: one.concernsUnitId === null ? null : unitNamed({ organisation }, one.concernsUnitId),
    said: organisation.attributes.flatMap(({ id, name, values }) => {
      const value = values.find((possible) => possible.id === one.attributes[id]);
      return value === undefined ? [] : [{ name, value: value.name }];
    }),
    wanted: { forum: forumNamed({ organisation }, one.endsAt), steps: one.steps },
    path: route.steps.map(({ forumId, ...step }) => ({
      forum: forumNamed({ organisation }, forumId),
      ...step,
    })),
    stuck: outcome.kind === 'stuck' ? outcome.problem : null,
  };
}
