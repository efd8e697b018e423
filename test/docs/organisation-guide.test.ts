import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { organisationFromYaml, roleKinds } from '#organisation';

const guide = readFileSync(
  path.join(import.meta.dirname, '../../docs/guides/organisation.md'),
  'utf8',
);

test("the guide's organisation is one that Gyrus takes", () => {
  const example = /```yaml\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';
  expect(organisationFromYaml(example, 'guide')).toMatchObject({
    kind: 'organisation',
    organisation: { units: [{ id: 'd-heart' }, { id: 'u-ward-4' }], people: [{}, {}] },
  });
});

test('the guide names every role', () => {
  for (const role of roleKinds) expect(guide).toContain(`\`${role}\``);
});
