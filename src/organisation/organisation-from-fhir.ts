import { z } from 'zod';
import { type Problem, problem } from '#core';
import { orStandard } from './decision-rights/standard.ts';
import { withLocalForums } from './forum.ts';
import { checkOrganisation, type OrganisationRead } from './organisation.ts';
import type { Level, Unit } from './unit.ts';
import { unitTree, upwardsFrom } from './unit-tree.ts';

/** Codes an organisation's type may carry to say which level it is. */
export const organisationLevelSystem = 'https://gyrus.health/fhir/organisation-level';

const organizationResource = z.object({
  resourceType: z.literal('Organization'),
  id: z.string().min(1).max(64),
  name: z.string().min(1).optional(),
  active: z.boolean().optional(),
  partOf: z.object({ reference: z.string().optional() }).optional(),
  type: z
    .array(
      z.object({
        coding: z
          .array(z.object({ system: z.string().optional(), code: z.string().optional() }))
          .optional(),
      }),
    )
    .optional(),
});
type OrganizationResource = z.infer<typeof organizationResource>;

/**
 * Levels and units from FHIR Organizations: `partOf` makes the tree; the level is the code of type
 * `organisation-level`, or else the depth. People and forums are not in FHIR: every unit gets a local forum, nobody
 * holds a role yet.
 */
export function organisationFromFhir(resources: readonly unknown[]): OrganisationRead {
  const read = resources.map((resource) => organizationResource.safeParse(resource));
  const misread = read.flatMap((one, i) => (one.success ? [] : [notAnOrganization(i)]));
  if (misread.length > 0) return { kind: 'problems', problems: misread };
  const valid = read.flatMap((one) => (one.success && one.data.active !== false ? [one.data] : []));
  const drafts = valid.map(draftOf);
  // Every level is written as '' until the tree is known to hold.
  const problems = checkOrganisation({
    levels: [{ id: '', name: { en: '', sv: '' } }],
    units: drafts.map(({ unit }) => unit),
    people: [],
    ...withoutForums,
  });
  if (problems.length > 0) return { kind: 'problems', problems };
  return placed(drafts);
}

interface Draft {
  readonly unit: Unit;
  readonly levelCode: string | null;
}

function draftOf(resource: OrganizationResource): Draft {
  const { id, name = id, partOf } = resource;
  const parentId = partOf?.reference?.replace(/^.*Organization\//, '') ?? null;
  const codes = resource.type?.flatMap(({ coding }) => coding ?? []) ?? [];
  const level = codes.find(({ system }) => system === organisationLevelSystem);
  return {
    unit: { id, parentId, level: '', name: { en: name, sv: name } },
    levelCode: level?.code ?? null,
  };
}

function placed(drafts: readonly Draft[]): OrganisationRead {
  const tree = unitTree(drafts.map(({ unit }) => unit));
  const codes = new Map(drafts.map(({ unit, levelCode }) => [unit.id, levelCode]));
  const units = tree.units.map((unit) => {
    const depth = upwardsFrom(tree, unit.id).length;
    return { ...unit, level: codes.get(unit.id) ?? `level-${depth}` };
  });
  const levels = [...new Set(units.map(({ level }) => level))].map(levelNamed);
  const forums = withLocalForums({ ...withoutForums, tree: unitTree(units) });
  return {
    kind: 'organisation',
    organisation: { levels, units, people: [], ...withoutForums, forums },
  };
}

const withoutForums = { forums: [], cases: [], ...orStandard({}) };

function levelNamed(id: string): Level {
  const depth = /^level-(\d+)$/.exec(id)?.[1];
  const known = knownLevels[id];
  if (known !== undefined) return { id, name: known };
  return {
    id,
    name: depth === undefined ? { en: id, sv: id } : { en: `Level ${depth}`, sv: `Nivå ${depth}` },
  };
}

const knownLevels: Readonly<Record<string, Level['name']>> = {
  team: { en: 'Team', sv: 'Team' },
  unit: { en: 'Unit', sv: 'Enhet' },
  department: { en: 'Department', sv: 'Klinik' },
  division: { en: 'Division', sv: 'Division' },
  hospital: { en: 'Hospital', sv: 'Sjukhus' },
  region: { en: 'Region', sv: 'Region' },
};

const notAnOrganization = (index: number): Problem =>
  problem(
    'organization-unreadable',
    `Resource ${index + 1} is not an Organization with an id.`,
    'Correct it in the source, and import again.',
    `resource ${index + 1}`,
  );
