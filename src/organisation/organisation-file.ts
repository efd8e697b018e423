import { isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { type Problem, problem } from '#core';
import {
  attributeSchema,
  caseSchema,
  forumKindSchema,
  ruleSchema,
} from './decision-rights/file-schema.ts';
import { orStandard } from './decision-rights/standard.ts';
import { defaultMattersPerMeeting, defaultMeetsFrom, withLocalForums } from './forum.ts';
import { checkOrganisation, type Organisation, type OrganisationRead } from './organisation.ts';
import { roleKinds } from './person.ts';
import { unitTree } from './unit-tree.ts';

const id = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/, '1–64 letters, digits, hyphens or points');
const text = z.strictObject({ en: z.string().min(1), sv: z.string().min(1) });

const level = z.strictObject({ id, name: text });

const unit = z
  .strictObject({ id, parent: id.nullable().default(null), level: id, name: text })
  .transform(({ parent, ...rest }) => ({ ...rest, parentId: parent }));

const roleHeld = z
  .strictObject({ role: z.enum(roleKinds), unit: id })
  .transform(({ role, unit: unitId }) => ({ role, unitId }));

const person = z.strictObject({
  id,
  name: z.string().min(1).max(200),
  title: text,
  roles: z.array(roleHeld).min(1),
  /** One that may be chosen at the demo's sign-in. */
  persona: z.boolean().default(false),
});

const member = z
  .strictObject({
    person: id,
    chair: z.boolean().default(false),
    votes: z.boolean().default(true),
  })
  .transform(({ person: personId, ...rest }) => ({ personId, ...rest }));

const forum = z
  .strictObject({
    id,
    unit: id,
    kind: id,
    name: text,
    /** For people to read; what a forum may decide follows from the rules. */
    decides: text.optional(),
    cadenceDays: z.int().min(1).max(366),
    meetsFrom: z.iso.date().default(defaultMeetsFrom),
    mattersPerMeeting: z.int().min(1).max(100).default(defaultMattersPerMeeting),
    quorum: z.int().min(1).max(1000).nullable().default(null),
    members: z.array(member),
  })
  .transform(({ unit: unitId, decides: _, ...rest }) => ({ ...rest, unitId }));

const organisationFile = z.strictObject({
  levels: z.array(level).min(1).max(20),
  units: z.array(unit).min(1).max(20_000),
  /** Names of the roles, for people to read. */
  roles: z.array(z.strictObject({ id: z.enum(roleKinds), name: text })).default([]),
  people: z.array(person).max(20_000).default([]),
  forumKinds: z.array(forumKindSchema).min(1).max(20).optional(),
  forums: z.array(forum).max(20_000).default([]),
  attributes: z.array(attributeSchema).min(1).max(12).optional(),
  rules: z.array(ruleSchema).min(1).max(500).optional(),
  cases: z.array(caseSchema).max(1000).default([]),
});

/**
 * The organisation from organisation.yaml: levels, units, people with roles, forums, decision rules, fictive cases. A unit for
 * which the file names no forum gets a local one; without rules the standard ones hold.
 *
 * @param fileName for messages only
 */
export function organisationFromYaml(yaml: string, fileName: string): OrganisationRead {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  const at = (offset: number) => `${fileName}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0)
    return {
      kind: 'problems',
      problems: document.errors.map((error) => notYaml(error.code, at(error.pos[0]))),
    };
  const whereIs = (path: readonly PropertyKey[]): string => {
    const node = document.getIn(path, true);
    return isNode(node) && node.range ? at(node.range[0]) : fileName;
  };
  const read = organisationFile.safeParse(document.toJS());
  if (!read.success)
    return { kind: 'problems', problems: read.error.issues.map((one) => misshapen(one, whereIs)) };
  const { roles: _, ...organisation } = read.data;
  return checked({ ...organisation, ...orStandard(organisation) }, fileName);
}

/** Rules and cases may also name the forums that units without any get; so those come first. */
function checked(organisation: Organisation, fileName: string): OrganisationRead {
  const problems = checkOrganisation({ ...organisation, rules: [], cases: [] });
  if (problems.length > 0) return refused(problems, fileName);
  const forums = withLocalForums({ ...organisation, tree: unitTree(organisation.units) });
  const whole = { ...organisation, forums };
  const inRules = checkOrganisation(whole);
  return inRules.length > 0
    ? refused(inRules, fileName)
    : { kind: 'organisation', organisation: whole };
}

const refused = (problems: readonly Problem[], fileName: string): OrganisationRead => ({
  kind: 'problems',
  problems: problems.map((one) => ({ ...one, where: `${fileName}: ${one.where}` })),
});

const notYaml = (code: string, where: string): Problem =>
  problem(
    'organisation-not-yaml',
    `The file is not readable as YAML (${code}).`,
    'Correct that line; indent with spaces and quote texts that hold a colon.',
    where,
  );

/** The nearest node that exists: a missing key is reported at the object that lacks it. */
function misshapen(
  issue: { readonly path: readonly PropertyKey[]; readonly message: string },
  whereIs: (path: readonly PropertyKey[]) => string,
): Problem {
  const field = issue.path.join('.');
  const place = [issue.path, issue.path.slice(0, -1), []].map(whereIs).find((w) => w.includes(':'));
  return problem(
    'organisation-field',
    `${field === '' ? 'The file' : field}: ${issue.message}.`,
    'Compare with the example in docs/guides/organisation.md.',
    place ?? whereIs([]),
  );
}
