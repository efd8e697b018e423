import {
  may,
  type Person,
  type Right,
  type RoleKind,
  rights,
  roleKinds,
  seatRights,
  unitTree,
} from '#organisation';

export const places = ['own', 'below', 'above', 'beside'] as const;
export type Place = (typeof places)[number];

/** A role is held in the middle of this tree; each place is one of its units. */
export const unitAt: Readonly<Record<Place, string>> = {
  own: 'dep-a',
  below: 'ward-1',
  above: 'div',
  beside: 'dep-b',
};

const tree = unitTree(
  [
    ['div', null],
    ['dep-a', 'div'],
    ['dep-b', 'div'],
    ['ward-1', 'dep-a'],
  ].map(([id, parentId]) => ({
    id: id ?? '',
    parentId: parentId ?? null,
    level: 'unit',
    name: { en: '', sv: '' },
  })),
);

const holder = (role: RoleKind): Person => ({
  id: role,
  name: role,
  title: { en: role, sv: role },
  roles: [{ role, unitId: unitAt.own }],
  persona: false,
});

/** The places in which a role gives a right, asked of the one function that decides it. */
export const placesFor = (right: Right, role: RoleKind): readonly Place[] =>
  places.filter((place) => may(holder(role), right, unitAt[place], tree));

const initials: Readonly<Record<Place, string>> = {
  own: 'own',
  below: 'below',
  above: '**above**',
  beside: '**beside**',
};

const cell = (held: readonly Place[]): string =>
  held.length === 0 ? '–' : held.map((place) => initials[place]).join(', ');

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** docs/security-rights.md, from the one table of rights. */
export function rightsPage(): string {
  const names = Object.keys(rights) as Right[];
  return `# Who may do what

Made from \`src/organisation/rights.ts\`, the one source of rights, by \`test/docs/rights-page.ts\`; do not edit it here. A test holds
this page to the table, and another tries each cell on the running server (\`test/server/rights.test.ts\`).

A role is held in a unit. Each cell says where it gives the right: in that unit (own), in the units under it (below), in those it lies under (above), or in
others (beside). – is nowhere. The last column is the seat in a forum that gives the right in that forum, whatever one's role.

${row(['Command', ...roleKinds, 'seat'])}
${row(['---', ...roleKinds.map(() => '---'), '---'])}
${names
  .map((right) =>
    row([
      `\`${right}\``,
      ...roleKinds.map((role) => cell(placesFor(right, role))),
      seatRights[right] ?? '–',
    ]),
  )
  .join('\n')}
`;
}
