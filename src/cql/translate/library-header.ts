/** What can be read from a CQL text before it is translated. */
const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\]|\\.)*'/g, (part) =>
    part.startsWith("'") ? part : ' ',
  );

const name = String.raw`("(?:[^"\\]|\\.)*"|[\w.]+)`;
const headerPattern = new RegExp(String.raw`^\s*library\s+${name}`);
const includePattern = new RegExp(String.raw`^\s*include\s+${name}`, 'gm');

const unquoted = (text: string): string => text.replace(/^"|"$/g, '');

/** The library's name, empty when the text does not begin with one. */
export function libraryHeader(text: string): { readonly id: string } {
  return { id: unquoted(headerPattern.exec(withoutComments(text))?.[1] ?? '') };
}

export function includedNames(text: string): readonly string[] {
  return [...withoutComments(text).matchAll(includePattern)].map(([, id = '']) => unquoted(id));
}
