import { expect, test } from 'vitest';
import { listedElement } from './listed-element.ts';

const view = (...select: readonly object[]) => ({
  name: 'parts',
  resource: 'Observation',
  select: [{ column: [{ name: 'id', path: 'getResourceKey()' }] }, ...select],
});
const column = [{ name: 'code', path: 'code.text' }];

test.each([
  ['component', view({ forEach: 'component', column })],
  ['component', view({ forEach: 'component', column }, { forEach: 'note', column: [] })],
])('the rows are items of %s', (element, one) => {
  expect(listedElement(one)).toBe(element);
});

test.each([
  ['a row for every resource', view({ column })],
  ['a row where there is no item too', view({ forEachOrNull: 'component', column })],
  ['items of one kind', view({ forEach: 'component.where(code.exists())', column })],
  ['items at any depth', view({ repeat: ['component'], column })],
])('%s: no element is named', (_, one) => {
  expect(listedElement(one)).toBe(null);
});
