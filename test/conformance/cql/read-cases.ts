/** One case of a CQL test file: an expression, and the outputs it must give or that it is invalid. */
export interface CqlCase {
  readonly name: string;
  readonly expression: string;
  /** CQL texts; several are the items of a list. */
  readonly outputs: readonly string[];
  /** What the file says of an expression that must be refused; empty for one that must give its output. */
  readonly invalid: '' | InvalidKind;
}

/** Refused when translated, when evaluated, or (true) at either time. */
export type InvalidKind = 'true' | 'syntax' | 'semantic' | 'execution';

/** The cases of a file in the form of HL7's CQL tests: groups of tests with an expression and its output. */
export function readCases(xml: string): readonly CqlCase[] {
  const [tests] = elementsNamed(readXml(xml), 'tests');
  if (tests === undefined) throw new Error('expected an element <tests>, found none');
  const groups = elementsNamed(tests, 'group');
  const inGroups = groups.flatMap((group) =>
    elementsNamed(group, 'test').map((test) => asCase(`${group.attributes.name}.`, test)),
  );
  return [...elementsNamed(tests, 'test').map((test) => asCase('', test)), ...inGroups];
}

interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (XmlElement | string)[];
}

const elementsNamed = ({ children }: XmlElement, name: string): readonly XmlElement[] =>
  children.filter((child) => typeof child !== 'string').filter((child) => child.name === name);

const textOf = ({ children }: XmlElement): string =>
  children
    .filter((child) => typeof child === 'string')
    .join('')
    .trim();

function asCase(group: string, test: XmlElement): CqlCase {
  const [expression] = elementsNamed(test, 'expression');
  const name = `${group}${test.attributes.name}`;
  return {
    name,
    expression: expression === undefined ? '' : textOf(expression),
    outputs: elementsNamed(test, 'output').map(textOf),
    invalid: invalidKind(name, expression?.attributes.invalid ?? 'false'),
  };
}

function invalidKind(name: string, written: string): CqlCase['invalid'] {
  switch (written) {
    case 'false':
      return '';
    case 'true':
    case 'syntax':
    case 'semantic':
    case 'execution':
      return written;
    default:
      throw new Error(`${name}: invalid="${written}" is none of the known kinds`);
  }
}

const attributePattern = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const tokenPattern =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/gy;

/** A reader for the XML that test files use: elements, attributes, text, CDATA and comments. */
function readXml(xml: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [] };
  const open = [root];
  const text = xml.replace(/^\uFEFF/, '');
  let end = 0;
  for (const token of text.matchAll(tokenPattern)) {
    end = token.index + token[0].length;
    readToken(token, open, open.at(-1) ?? root);
  }
  if (end !== text.length || open.length !== 1) {
    throw new Error(`the XML cannot be read past character ${end}`);
  }
  return root;
}

function readToken(token: RegExpMatchArray, open: XmlElement[], within: XmlElement): void {
  const [, cdata, closing, name = '', attributes = '', alone, words] = token;
  if (cdata !== undefined) within.children.push(cdata);
  else if (words !== undefined) within.children.push(withoutEntities(words));
  else if (closing === '/') closeElement(open, name);
  else if (name !== '') {
    const element = { name, attributes: readAttributes(attributes), children: [] };
    within.children.push(element);
    if (alone !== '/') open.push(element);
  }
}

function closeElement(open: XmlElement[], name: string): void {
  const closed = open.pop();
  if (closed?.name !== name) throw new Error(`</${name}> closes <${closed?.name ?? ''}>`);
}

const readAttributes = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...text.matchAll(attributePattern)].map(([, name = '', double, single]) => [
      name,
      withoutEntities(double ?? single ?? ''),
    ]),
  );

const named: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

const withoutEntities = (text: string): string =>
  text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (entity, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return named[name] ?? entity;
  });
